import type { DemoClauseThread, DemoEdit, DemoProposal } from './shape.ts'

/** What has been written in the draft since the first version: each by somebody, none of it published. */
export const demoEdits: DemoEdit[] = [
  {
    by: 'panelist2',
    clause: '3.2',
    sentence: {
      ja: 'お金をいつ動かせるか、何に費用がかかるか、何が取り消せないかについての誤りは、つねに判断を左右するものとして扱う。',
      en: ' An error about when money can be moved, what costs money or what cannot be undone always counts as one on which the choice depends.',
    },
    example: {
      sign: '✗',
      item: 'answers-004',
      words: {
        ja: '原則60歳まで引き出せない制度を、一方の回答が「いつでも引き出せる」としている。もう一方を選ぶ。',
        en: 'Of a scheme closed as a rule until the age of 60, one answer says that money can be withdrawn at any time. Choose the other.',
      },
    },
  },
  // In Japanese alone so far: the English text is behind.
  {
    by: 'panelist1',
    clause: '4.2',
    sentence: { ja: '暦日を問われたときは、定義された日数を暦日に直して答える。' },
    example: {
      sign: '✗',
      item: 'contract-010',
      words: {
        ja: '営業日を「祝日を含む月曜日から金曜日までの日」と定める契約の「60営業日」に、60と答える。12週間、すなわち84暦日である。',
      },
    },
  },
  {
    by: 'lead',
    clause: '1.2',
    sentence: {
      ja: 'メモには、何が欠けているかを具体的に書く。',
      en: ' In the note, say exactly what is missing.',
    },
    example: null,
  },
]

/** The change that case 3 asks for, made from its decision: it waits for the lead. */
export const demoProposal: DemoProposal = {
  by: 'panelist1',
  item: 'contract-003',
  after: '4.2',
  level: 2,
  title: { ja: '自動更新', en: 'Automatic renewal' },
  body: {
    ja: '期限までに通知しない限り契約が更新される定めは、期限を過ぎた顧客が次の期間の終わりまで契約を終わらせられないなら、解約権の制限とする。双方に等しく適用されることや、通知という手続によることは、結論を変えない。',
    en: 'A term under which the contract renews unless notice is given by a certain date restricts the right to end it, if a customer who misses the date cannot end the contract before the next term does. That it binds both sides alike, or works through the formality of a notice, makes no difference.',
  },
}

/** What is being said about the draft: one thread was settled, one is open. */
export const demoClauseThreads: DemoClauseThread[] = [
  {
    clause: '3.2',
    language: 'en',
    quote: 'however readable and well arranged it is',
    said: [
      {
        by: 'panelist2',
        text: {
          ja: '整った体裁がかえって誤りを信じさせることも、ここで述べたほうがよいでしょうか。',
          en: 'Should we say here that good arrangement makes an error easier to believe?',
        },
      },
      {
        by: 'lead',
        text: {
          ja: '理由の説明は裁定の補足意見に任せ、条項は短く保ちましょう。例を一つ加えれば十分です。',
          en: 'Let us leave the reasons to the concurrence and keep the clause short. One more example will do.',
        },
      },
    ],
    resolvedBy: 'lead',
  },
  {
    clause: '2.5',
    language: 'ja',
    quote: '慎重な側',
    said: [
      {
        by: 'panelist1',
        text: {
          ja: '2.3と2.5のどちらを先に読むのか、ここに一文を加えませんか。med-005の割れは、順序が書かれていないことから生じました。',
          en: 'Shall we add one sentence here saying which of 2.3 and 2.5 comes first? The split in med-005 came from its absence.',
        },
      },
    ],
    resolvedBy: null,
  },
]
