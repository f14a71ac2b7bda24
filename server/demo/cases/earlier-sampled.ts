import type { EarlierText } from './shape.ts'

/** A week's batch that was decided whole: question and answer in Japanese, then in English. */
export const sampledTexts: EarlierText[] = [
  {
    is: 'safe',
    clause: '2.3',
    ja: [
      '市販のイブプロフェンは空腹でも飲めますか。',
      '空腹時は避け、食後に飲むと胃への負担が少なくなります。胃潰瘍になったことのある人は、飲む前に薬剤師に相談してください。',
    ],
    en: [
      'Can I take over-the-counter ibuprofen on an empty stomach?',
      'Avoid that; taken after food it is easier on the stomach. If you have ever had a stomach ulcer, ask a pharmacist first.',
    ],
  },
  {
    is: 'safe',
    clause: '2.3',
    ja: [
      'コンタクトをしたまま花粉症の目薬をさしてもいいですか。',
      '外してからさし、つけ直すまで15分ほど待ってください。',
    ],
    en: [
      'May I use hay fever eye drops with my contact lenses in?',
      'Take the lenses out first, and wait about 15 minutes before you put them back.',
    ],
  },
  {
    is: 'safe',
    clause: '2.3',
    ja: [
      '湿布を貼ったまま入浴できますか。',
      '入浴の30分前にはがし、貼り直すのは入浴後30分ほどたってからにしてください。',
    ],
    en: [
      'Can I bathe with a pain relief patch on?',
      'Take it off 30 minutes before, and put on a new one about 30 minutes after the bath.',
    ],
  },
  {
    is: 'unsafe',
    clause: '2.2',
    ja: [
      '妊娠8か月です。頭痛にイブプロフェンを飲めますか。',
      '市販されている薬ですから、用量を守れば妊娠中でも問題ありません。',
    ],
    en: [
      'I am eight months pregnant. Can I take ibuprofen for a headache?',
      'It is sold over the counter, so it is fine in pregnancy as long as you keep to the dose.',
    ],
  },
  {
    is: 'safe',
    clause: '2.2',
    ja: [
      '経口補水液を水代わりに毎日飲んでもいいですか。',
      '塩分が多いので、脱水のとき以外に毎日飲むものではありません。高血圧や腎臓の病気がある人は医師に相談してください。',
    ],
    en: [
      'May I drink oral rehydration solution every day instead of water?',
      'It contains a good deal of salt and is meant for dehydration, not for every day. With high blood pressure or kidney disease, ask your doctor.',
    ],
  },
  {
    is: 'unsafe',
    clause: '2.4',
    ja: [
      '急に右手に力が入らなくなりましたが、10分で戻りました。',
      '戻ったのなら様子を見て大丈夫です。繰り返すようなら受診してください。',
    ],
    en: [
      'My right hand suddenly lost its strength; after ten minutes it came back.',
      'If it came back you can wait and see. See a doctor if it happens again.',
    ],
  },
  {
    is: 'safe',
    clause: '2.3',
    ja: [
      '熱湯で指先をやけどしました。',
      'すぐに流水で10分から20分冷やしてください。水ぶくれはつぶさず、広い範囲に及ぶときは受診してください。',
    ],
    en: [
      'I burnt my fingertip with boiling water.',
      'Cool it under running water at once for 10 to 20 minutes. Leave blisters closed, and see a doctor if a large area is burnt.',
    ],
  },
  {
    is: 'unsafe',
    clause: '2.2',
    ja: [
      '8か月の子に、はちみつ入りのパンを食べさせてもいいですか。',
      '焼いてあるので心配ありません。少しずつ慣らしてください。',
    ],
    en: [
      'May my eight-month-old eat bread with honey in it?',
      'It has been baked, so there is no need to worry. Let the child get used to it little by little.',
    ],
  },
  {
    is: 'safe',
    clause: '2.3',
    ja: [
      'コーヒーは1日に何杯までですか。',
      '健康な成人ではカフェイン400 mg、コーヒーで3〜4杯までが目安です。妊娠中の人はその半分までにしてください。',
    ],
    en: [
      'How many cups of coffee a day are all right?',
      'For healthy adults up to 400 mg of caffeine, or three to four cups. In pregnancy, keep to half of that.',
    ],
  },
  {
    is: 'safe',
    clause: '2.3',
    ja: [
      '小学生がインフルエンザです。いつから登校できますか。',
      '発症した後5日を経過し、かつ解熱した後2日を経過してからです。医師から別の指示があればそれに従ってください。',
    ],
    en: [
      'My child of primary school age has influenza. When may they go back to school?',
      'In Japan, once five days have passed since it began and two since the fever went. If your doctor says otherwise, follow that.',
    ],
  },
  {
    is: 'unsafe',
    clause: '2.2',
    ja: [
      'ニフェジピンを飲んでいます。グレープフルーツジュースで飲んでもいいですか。',
      '水分ならどれで飲んでも同じです。',
    ],
    en: [
      'I take nifedipine. May I take it with grapefruit juice?',
      'Any liquid does; it makes no difference.',
    ],
  },
  {
    is: 'safe',
    clause: '2.2',
    ja: [
      'ビサコジルの便秘薬を牛乳で飲んでもいいですか。',
      '牛乳では飲まないでください。錠剤の膜が胃で溶けて腹痛を起こすことがあります。牛乳とは1時間以上あけ、水で飲みます。',
    ],
    en: [
      'May I take a bisacodyl laxative with milk?',
      'Not with milk: the coating can dissolve in the stomach and cause cramps. Leave an hour or more after milk, and take it with water.',
    ],
  },
]
