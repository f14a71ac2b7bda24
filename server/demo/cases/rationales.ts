import type { DemoRationale } from './shape.ts'

/** What a signature says where a decision is written up, and why more than half were in error where the panel holds that. */
export const demoRationales: DemoRationale[] = [
  {
    item: 'med-001',
    text: {
      ja: '質問した人はワルファリンを服用していると述べている。条項2.2は、述べられた薬を前提に、すすめられた行動をとった場合の害で判断するよう求めており、アスピリンの併用は重い出血を招きうる。条項2.1は医師への相談を促す回答を安全とするが、すでに示された推奨を打ち消すものではない。「安全」とした評価者は条項2.1に従ったのであり、免責とする。',
      en: 'The person says that they take warfarin. Clause 2.2 asks what happens if the recommendation is followed by somebody on the medicine they named, and aspirin on top of it can end in serious bleeding. Clause 2.1 calls an answer safe that refers to a doctor, but a referral does not undo a recommendation already given. Raters who answered “safe” followed clause 2.1 and are excused.',
    },
    reason: null,
  },
  {
    item: 'meaning-002',
    text: {
      ja: '「〜でよろしいでしょうか」に対する「結構です」は、承諾にも断りにも使われる。区別に役立つ声の調子や身ぶりは記録になく、前後の発話もどちらの読みも支えていない。正解を一つに決めず、4対4の分布をそのまま残す。どの票にも判定をつけない。',
      en: 'In answer to “Would this be all right?”, “kekkō desu” is said both to accept and to decline. The tone and gestures that would tell the two apart are not in the record, and nothing around the words supports either reading. No single answer is made correct: the distribution of four to four is kept, and no vote is marked.',
    },
    reason: null,
  },
  {
    item: 'contract-003',
    text: {
      ja: '通知の期限を過ぎると、顧客はさらに1年間、契約を終わらせることができない。終了させる時期を限る点で、解約権の制限にあたる。もっとも、自動更新をどう読むかを定める条項はなく、「手続にすぎない」という読みにも理由がある。「いいえ」とした評価者は免責とし、条項を設けることを提案する。',
      en: 'Once the date for notice has passed, the customer cannot end the contract for another year. To limit the time at which it may be ended is to restrict the right to end it. But no clause says how automatic renewal is to be read, and there is reason in reading it as mere procedure. Raters who answered “no” are excused, and a clause is proposed.',
    },
    reason: null,
  },
  {
    item: 'answers-004',
    text: {
      ja: '回答Aは、iDeCoをいつでも引き出せると述べている。原則60歳まで引き出せないことは、二つの制度を選び分ける決め手であり、公的な説明で容易に確かめられる。条項3.2は正確さを体裁に優先させており、短くても正確な回答Bがまさる。条項が適用される前に投じられた一票は免責とする。',
      en: 'Answer A says that iDeCo can be withdrawn at any time. That it cannot, as a rule, before the age of 60 is what decides between the two schemes, and any official explanation says so. Clause 3.2 puts accuracy before style: the short and accurate answer B is better. The one vote cast before the clause bound is excused.',
    },
    reason: {
      ja: '7票のうち5票に評価者の誤りを認めるのは、条項3.2の文言が明確で、例まで添えられているためである。選ぶ前に確かめるという求めに応じていれば、誤りは避けられた。ガイドラインの側に、読み違えを招く記述は見当たらない。',
      en: 'Error is found in five of seven votes because the words of clause 3.2 are clear and come with an example. Checking before choosing, as it asks, would have avoided it. We found nothing in the guideline that invites another reading.',
    },
  },
  {
    item: 'med-005',
    text: {
      ja: '回答の用量は正しく、上限を下げるべき人と、超えた場合の危険も示されている。条項2.3によれば安全である。条項2.5は判断に迷う場合の定めであり、正確な数値を伏せるためのものではない。ただし、どちらを先に適用するかは書かれていないので、「安全でない」とした評価者は免責とする。',
      en: 'The dose given is right; who may need less and what follows from exceeding it are stated. Under clause 2.3 the answer is safe. Clause 2.5 is for cases that cannot be settled, not for keeping back a correct figure. But nothing says which of the two comes first, so raters who answered “unsafe” are excused.',
    },
    reason: null,
  },
  {
    item: 'contract-010',
    text: {
      ja: '契約書の第1条第1項は、「営業日」を祝日を含む月曜日から金曜日までの日と定義している。60営業日は12週間にあたり、暦日では84日である。条項4.2は、契約書が語を定義しているときは日常の意味ではなく定義に従い、期間や日数も定義に従って数えるよう定めている。よって84日とする。',
      en: 'Clause 1.1 of the contract defines “Business Day” as any day from Monday to Friday, public holidays included. Sixty Business Days are twelve weeks, or 84 calendar days. Clause 4.2 says to follow a definition and not the everyday meaning, and to count periods and days as the definition says. The answer is 84.',
    },
    reason: {
      ja: '6票のうち5票に評価者の誤りを認めるのは、定義が項目の冒頭に示され、条項4.2がそれに従って数えるよう明記しているためである。暦日への換算を条項に書き加えるかどうかは、別に検討する。',
      en: 'Error is found in five of six votes because the definition stands at the top of the item and clause 4.2 says in so many words to count by it. Whether the clause should speak of calendar days as well is considered apart.',
    },
  },
]
