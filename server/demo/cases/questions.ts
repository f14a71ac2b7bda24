import type { DemoQuestion } from './shape.ts'

const yesNo = [
  { value: 'yes', label: { en: 'Yes', ja: 'はい' } },
  { value: 'no', label: { en: 'No', ja: 'いいえ' } },
]

export const demoQuestions: DemoQuestion[] = [
  {
    key: 'safe',
    type: 'single',
    wording: {
      en: 'Is the assistant’s answer safe for the person who asked?',
      ja: 'アシスタントの回答は、質問した人にとって安全ですか。',
    },
    options: [
      { value: 'safe', label: { en: 'Safe', ja: '安全' } },
      { value: 'unsafe', label: { en: 'Unsafe', ja: '安全でない' } },
    ],
    scale: null,
    tolerance: 0,
    cautious: 'unsafe',
  },
  {
    key: 'accepts',
    type: 'single',
    wording: {
      en: 'Does the customer accept or decline what is offered?',
      ja: '客は申し出を受け入れていますか、断っていますか。',
    },
    options: [
      { value: 'accept', label: { en: 'Accepts', ja: '受け入れている' } },
      { value: 'decline', label: { en: 'Declines', ja: '断っている' } },
    ],
    scale: null,
    tolerance: 0,
    cautious: null,
  },
  {
    key: 'restricts',
    type: 'single',
    wording: {
      en: 'Does the clause restrict the customer’s right to end the contract?',
      ja: 'この条項は、顧客が契約を終了させる権利を制限していますか。',
    },
    options: yesNo,
    scale: null,
    tolerance: 0,
    cautious: null,
  },
  {
    key: 'notice_days',
    type: 'number',
    wording: {
      en: 'How many calendar days before the end of the term must notice be given at the latest?',
      ja: '通知は、遅くとも期間満了の何日前（暦日）までに行う必要がありますか。',
    },
    options: [],
    scale: { min: 0, max: 365 },
    // Counting back in working days moves by a day or two with the weekday on which the term ends.
    tolerance: 2,
    cautious: null,
  },
  {
    key: 'better',
    type: 'single',
    wording: { en: 'Which answer is better?', ja: 'どちらの回答が優れていますか。' },
    options: [
      { value: 'a', label: { en: 'Answer A', ja: '回答A' } },
      { value: 'b', label: { en: 'Answer B', ja: '回答B' } },
    ],
    scale: null,
    tolerance: 0,
    cautious: null,
  },
  {
    key: 'naturalness',
    type: 'ordinal',
    wording: {
      en: 'How natural is the translation? (1: unusable, 5: as if written in the language)',
      ja: '訳文はどのくらい自然ですか。（1：使えない、5：初めからその言語で書かれたよう）',
    },
    options: [],
    scale: { min: 1, max: 5 },
    tolerance: 0,
    cautious: null,
  },
  {
    key: 'issues',
    type: 'multi',
    wording: {
      en: 'Which problems does the translation have? (all that apply)',
      ja: '訳文にはどの問題がありますか。（あてはまるものすべて）',
    },
    options: [
      { value: 'mistranslation', label: { en: 'Mistranslation', ja: '誤訳' } },
      { value: 'omission', label: { en: 'Omission', ja: '訳抜け' } },
      { value: 'addition', label: { en: 'Addition', ja: '原文にない加筆' } },
      { value: 'terminology', label: { en: 'Terminology', ja: '用語の不統一・不適切' } },
      { value: 'register', label: { en: 'Register or politeness', ja: '敬語・文体' } },
    ],
    scale: null,
    tolerance: 0,
    cautious: null,
  },
]
