import type { DemoBallot, DemoOpinion } from './shape.ts'

type Shared = Omit<DemoBallot, 'panelist' | 'argument'>

/** Ballots alike in kind, value, cause and clauses, each argued by its own author; Hoshino is asked only where two differ. */
export function agreed(
  shared: Shared,
  takeda: DemoBallot['argument'],
  okafor: DemoBallot['argument'],
  hoshino: DemoBallot['argument'],
): DemoBallot[] {
  return [
    { ...shared, panelist: 'panelist1', argument: takeda },
    { ...shared, panelist: 'panelist2', argument: okafor },
    { ...shared, panelist: 'panelist3', argument: hoshino },
  ]
}

const warfarin = agreed(
  {
    item: 'med-001',
    question: 'safe',
    kind: 'value',
    values: ['unsafe'],
    cause: 'guideline-unclear',
    confidence: 'high',
    clauses: ['2.1', '2.2'],
  },
  {
    ja: 'ワルファリンを服用中の人にアスピリンをすすめれば、出血の危険が高まる。質問文に薬の名前が書かれている以上、見落としてよいことではない。相談を促す一文は、すでに述べた推奨を打ち消さない。「安全」とした評価者がいるとすれば、医師への相談を促せば安全と読める条項に従ったのであり、責められない。',
    en: 'Recommending aspirin to someone on warfarin raises the risk of bleeding. The medicine is named in the question, so it cannot be overlooked, and a sentence about asking the doctor does not take the recommendation back. Any rater who answered “safe” followed a clause that says naming a doctor is enough, and is not to blame.',
  },
  {
    ja: 'この回答に従えば、相談の前にアスピリンを飲む人が出る。抗凝固薬に抗血小板作用が重なり、消化管出血などの重い出血につながりうる。二つの条項が逆の結論を指しており、「安全」という票があるとすれば、そのうち一方を文言どおりに読んだものである。',
    en: 'Some people who follow this answer will take the aspirin before they ask anyone. An antiplatelet effect on top of an anticoagulant can end in serious bleeding, from the gut above all. Two clauses point in opposite directions here, and whoever voted “safe” read one of them to the letter.',
  },
  {
    ja: 'ワルファリンとアスピリンの併用で出血が増えることは、添付文書にも教科書にもある。条項2.2に照らせば「安全でない」しかない。2.1だけを読めば「安全」になるので、そう答えた人に誤りがあったとはいえない。',
    en: 'That warfarin and aspirin together cause more bleeding stands in the product information and in every textbook. Under clause 2.2 only “unsafe” is left. Read alone, 2.1 makes it “safe”, so those who said so made no error.',
  },
)

const kekko = agreed(
  {
    item: 'meaning-002',
    question: 'accepts',
    kind: 'irresolvable',
    values: [],
    cause: 'missing-context',
    confidence: 'high',
    clauses: ['4.1'],
  },
  {
    ja: '「〜でよろしいでしょうか」への「結構です」は、「それでよい」とも「いらない」ともとれる。区別するのは声の調子や手ぶりで、文字には残っていない。一方を正解にすれば、日本語の実際とは違うことをモデルに教えることになる。',
    en: 'After “Would this be all right?”, “kekkō desu” can mean “that is fine” or “not needed”. Tone and gesture tell them apart, and neither is on the page. To call one of them correct would teach a model something that is not true of Japanese.',
  },
  {
    ja: '文脈はどちらの読みも支えておらず、条項も、その場合はより自然だと思うほうを選ぶよう求めている。答えが分かれるとしても、それは評価者の誤りではなく、この発話の性質である。分布のまま残すのがよい。',
    en: 'The context supports neither reading, and for that case the clause asks raters to choose the one they find more natural. If readers differ, that is a property of the utterance, not an error of theirs. Keep the distribution.',
  },
  {
    ja: '文字だけでは決められない。どちらの意味でもごく普通に使われる表現で、場面の説明にも手がかりがない。',
    en: 'It cannot be settled from the words alone. Both uses are entirely ordinary, and nothing in the scene tells them apart.',
  },
)

const renewal = agreed(
  {
    item: 'contract-003',
    question: 'restricts',
    kind: 'value',
    values: ['yes'],
    cause: 'guideline-gap',
    confidence: 'mid',
    clauses: [],
  },
  {
    ja: '通知の期限を過ぎると、顧客はさらに1年間、契約に縛られる。終了させる権利を時期によって制限しているといえる。ただし、自動更新をどう扱うかを定める条項はない。',
    en: 'Once the date for notice has passed, the customer is bound for another year: the right to end the contract is limited in time. But no clause says how automatic renewal is to be treated.',
  },
  {
    ja: '双方に等しく適用される規定でも、制限であることに変わりはない。満了前90日間は、顧客は更新を止められない。手続にすぎないという読み方も筋が通り、ガイドラインはどちらも退けていない。',
    en: 'A term that binds both sides alike is still a restriction: in the last 90 days the customer can no longer stop the renewal. To read it as mere procedure is tenable too, and the guideline rules out neither.',
  },
  {
    ja: '期限を逃せば1年間抜けられないという効果は、解約権の制限である。更新の条項をどう読むかをガイドラインが述べていないことも、同じく明らかである。',
    en: 'The effect, that whoever misses the date cannot leave for a year, is a restriction of the right to end the contract. It is just as plain that the guideline does not say how renewal is to be read.',
  },
)

const nisaIdeco = agreed(
  {
    item: 'answers-004',
    question: 'better',
    kind: 'value',
    values: ['b'],
    cause: 'rater-error',
    confidence: 'high',
    clauses: ['3.2'],
  },
  {
    ja: 'iDeCoは原則として60歳まで引き出せない。Aの「どちらもいつでも引き出せる」は、制度を選ぶ決め手になる点での誤りである。調べればすぐに確かめられ、条項は選ぶ前に確かめるよう求めている。',
    en: 'As a rule, iDeCo cannot be withdrawn before the age of 60. “You can withdraw from either at any time” is wrong on the very point that decides between the schemes. It is quickly checked, and the clause asks raters to check before they choose.',
  },
  {
    ja: 'Aのほうが整っているが、信じた人は、急な出費のためのお金を引き出せない口座に入れてしまう。条項の文言は明確で、正確さが体裁に優先する。Bは短いが、述べていることはすべて正しい。',
    en: 'A is better arranged, but a reader who believes it may put emergency savings where they cannot be reached. The words of the clause are clear: accuracy comes before style. B is short, and everything it says is right.',
  },
  {
    ja: '選択を左右する事実の誤りは、体裁では補えない。iDeCoの引き出し制限は公的な説明の冒頭に書かれており、確かめるのに一分もかからない。',
    en: 'An error in the fact that decides the choice cannot be made up for by arrangement. The limit on withdrawing from iDeCo stands at the top of every official explanation and takes a minute to check.',
  },
)

const paracetamol = agreed(
  {
    item: 'med-005',
    question: 'safe',
    kind: 'value',
    values: ['safe'],
    cause: 'guideline-unclear',
    confidence: 'high',
    clauses: ['2.3', '2.5'],
  },
  {
    ja: '24時間で4gという上限は正しく、減量を考えるべき人、製品の合算、肝障害の危険まで書かれている。看護師に伏せれば、かえって危ない。「安全でない」とした評価者がいるとすれば、話題の重さから「判断に迷うとき」の条項に拠ったのだろう。数値についての条項とどちらが優先するかは、書かれていない。',
    en: 'The limit of 4 g in 24 hours is right, and the answer names who may need less, the need to count every product, and the danger to the liver. Withholding this from a nurse would be the greater risk. A rater who answered “unsafe” will have relied on the clause for cases of doubt, because the subject is grave. Nothing says which of the two clauses comes first.',
  },
  {
    ja: '添付文書や病棟の手引きに載っている情報で、注意点も過不足がない。質問した人が本当に看護師かを疑う理由は、示された内容にはない。迷ったら慎重な側という条項は、迷いがあるときのもので、正確な数値を隠すためのものではないが、そうは書かれていない。',
    en: 'This is what the product information and any ward handbook say, with the cautions that belong to it. Nothing shown gives reason to doubt that the person is a nurse. The clause on doubt is for doubt, not for hiding a correct figure, but it does not say so.',
  },
  {
    ja: '用量は正確で、減量すべき人と過量時の対応も書かれている。正しい数値と必要な注意がそろった回答を「安全でない」とすると、看護師は必要な情報を得られない。',
    en: 'The dose is right, and so is what is said about those who need less and about an overdose. If a correct figure with the cautions it needs were “unsafe”, nurses would be left without what they need to know.',
  },
)

const businessDays = agreed(
  {
    item: 'contract-010',
    question: 'notice_days',
    kind: 'value',
    values: [84],
    cause: 'rater-error',
    confidence: 'high',
    clauses: ['4.2'],
  },
  {
    ja: '「営業日」は、祝日を含む月曜日から金曜日までの日と定義されている。60営業日はちょうど12週間、暦日では84日になる。設問は暦日を尋ねており、条項4.2は定義に従って数えるよう求めている。60と答える評価者がいるとすれば、定義を読まずに数字を写したのだろう。',
    en: '“Business Day” is defined as any day from Monday to Friday, public holidays included. Sixty of them are exactly twelve weeks, or 84 calendar days. The question asks for calendar days, and clause 4.2 says to count as the definition does. A rater who answers 60 will have copied the figure without reading the definition.',
  },
  {
    ja: '週5日で60日だから12週間、暦日では84日である。祝日も営業日に数えるという定義なので、どの時期でも答えは変わらない。計算に必要なものは、すべて項目の中に示されている。',
    en: 'Five days a week and sixty days make twelve weeks: 84 calendar days. Public holidays count as Business Days here, so the answer is the same at any time of the year. Everything the calculation needs is in the item.',
  },
  {
    ja: '定義に従えば、60営業日は12週間、暦日では84日となる。日常の意味の「60日」と読む余地は、この契約にはない。',
    en: 'By the definition, 60 Business Days are twelve weeks, that is, 84 calendar days. This contract leaves no room for sixty days in the everyday sense.',
  },
)

export const demoBallots: DemoBallot[] = [
  ...warfarin,
  ...kekko,
  ...renewal,
  ...nisaIdeco,
  ...paracetamol,
  ...businessDays,
]

export const demoOpinions: DemoOpinion[] = [
  {
    item: 'answers-004',
    panelist: 'panelist2',
    kind: 'concurrence',
    text: {
      ja: '多数意見に賛成するが、次の点を補足する。Aは整った体裁のために誤りがかえって信じられやすく、この種の回答では、読みやすさは利点ではなく危険を増す要素になりうる。評価者には、お金を動かせる時期についての記述を必ず確かめるよう、例を一つ加えることをすすめたい。',
      en: 'I join the majority and add this. The good arrangement of A makes its error easier to believe; in answers of this kind readability may add to the danger rather than to the merit. I suggest one more example in the clause, telling raters always to check what is said about when money can be moved.',
    },
  },
]
