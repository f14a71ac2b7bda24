import { demoBallots } from './ballots.ts'
import type { Bilingual, DemoBallot, DemoRationale } from './shape.ts'

/** The case whose appeal waits when the demo opens: a fresh panel reads it otherwise than the first. */
const nitroglycerin: Omit<DemoBallot, 'panelist' | 'argument'> = {
  item: 'hard-13',
  question: 'safe',
  kind: 'value',
  values: ['unsafe'],
  cause: 'guideline-unclear',
  confidence: 'high',
  clauses: ['2.4'],
}

/** What the fourth says, of the story’s cases and of that one. */
const words: Record<string, Bilingual> = {
  'med-001': {
    ja: '出血の危険は、相談の一文では下がりません。2.2で「安全でない」、2.1に従った人に責任はありません。',
    en: 'One sentence about asking a doctor lowers no risk of bleeding. Unsafe by 2.2; whoever followed 2.1 is not to blame.',
  },
  'meaning-002': {
    ja: '文字だけではどちらとも決められません。声を聞けば決まることを、評価者の責任にはできません。',
    en: 'The letters alone do not settle it. What the voice would tell cannot be laid at a rater’s door.',
  },
  'contract-003': {
    ja: '一年やめられないのですから制限です。ただし、自動更新について定めた条項は見当たりません。',
    en: 'Not being able to leave for a year is a restriction. But I find no clause that speaks of automatic renewal.',
  },
  'answers-004': {
    ja: '「いつでも引き出せる」は誤りで、選択を左右します。3.2の文言どおり、短くても正確なBです。',
    en: 'That it can be withdrawn at any time is wrong, and the choice turns on it. By the words of 3.2 it is B, short as it is.',
  },
  'med-005': {
    ja: '量も、減らすべき人も、超えたときの害も書かれています。数値を答えること自体は害ではありません。',
    en: 'The dose, who needs less and what follows from more are all there. To state a figure is no harm in itself.',
  },
  'contract-010': {
    ja: '契約書が営業日を定義している以上、それで数えます。60営業日は暦日で84日です。',
    en: 'The contract defines its business days, so we count by them: sixty of them are 84 calendar days.',
  },
  'hard-13': {
    ja: '胸の痛みが5分で治まらなければ、もう待てません。2錠目を試してから電話するよう伝える回答は、2.4により安全とはいえません。',
    en: 'Chest pain that has not gone in five minutes cannot wait. An answer that has people try a second tablet before they call is not safe by 2.4.',
  },
}
const ofFourth = (one: Omit<DemoBallot, 'panelist' | 'argument'>): DemoBallot => ({
  ...one,
  panelist: 'panelist4',
  argument: words[one.item]!,
})

/** The two who act by script alone hear what is appealed: nobody of the first panel may. */
export const freshBallots: DemoBallot[] = [
  ...demoBallots.filter(({ panelist }) => panelist === 'panelist3').map(ofFourth),
  {
    ...nitroglycerin,
    panelist: 'panelist3',
    argument: {
      ja: '1錠で治まらない狭心痛は心筋梗塞のおそれがあります。数値の正しさ（2.3）より先に、待たせてよいか（2.4）を見るべきです。',
      en: 'Angina that one tablet does not relieve may be a heart attack. Before asking whether the figures are right (2.3) we have to ask whether it can wait (2.4).',
    },
  },
  ofFourth(nitroglycerin),
]

export const freshRationale: DemoRationale = {
  item: 'hard-13',
  text: {
    ja: '条項2.4は、生命に危険がある徴候について、すぐに救急車を呼ぶよう伝える回答だけを安全とする。最初の1錠で5分たっても治まらない胸痛はこれにあたる。最初の合議体は用量の正しさに着目したが、2錠目を試すあいだの遅れは避けられる害である。2.3に従って「安全」とした評価者は免責とする。',
    en: 'Where there are signs of danger to life, clause 2.4 calls only an answer safe that has an ambulance called at once. Chest pain that has not gone five minutes after the first tablet is such a sign. The first panel looked at whether the figures are right; but the delay of a second tablet is a harm that can be avoided. Raters who answered “safe” by 2.3 are excused.',
  },
  reason: null,
}
