import type { Expected, Fix, ValueWords } from './values.en.ts'

const oneOf = ({ named, more }: Expected) => {
  if (named.length === 0) return '選択肢のいずれか（ただし、この設問には選択肢が宣言されていません）'
  return `${named.map((value) => `「${value}」`).join('')}${more > 0 ? `ほか${more}件` : ''}のいずれか`
}
const onScale = ({ scale }: Expected) => (scale ? `${scale.min}から${scale.max}までの数値` : '数値')
const mapIt = ({ found, suggestion }: Fix) =>
  suggestion === null
    ? `「${found}」をいずれかの選択肢に対応づけるか、選択肢として宣言するか、これらの行を除いてください。`
    : `「${found}」を「${suggestion}」に対応づけてください。`

export const values: ValueWords = {
  noneChosen: '該当する選択肢なし',
  and: '、',
  expected: {
    'no-answer': (about) => (about.named.length > 0 ? oneOf(about) : onScale(about)),
    'no-list': (about) => `各要素が${oneOf(about)}であるリスト`,
    'unknown-option': oneOf,
    'unknown-options-in-set': (about) => `各要素が${oneOf(about)}であるリスト`,
    'not-a-number': onScale,
    'outside-scale': onScale,
    'not-a-list': () => '["a", "b"] や a;b のようなリスト',
  },
  fix: {
    'no-answer': () => 'セルを埋めるか、これらの行を除いてください。',
    'no-list': () =>
      'セルを埋めるか、これらの行を除いてください。意図してどの選択肢も選ばなかった場合は [] と書いてください。',
    'unknown-option': mapIt,
    'unknown-options-in-set': mapIt,
    'not-a-number': ({ found, suggestion }) =>
      suggestion === null
        ? `「${found}」を数値で書くか、これらの行を除いてください。`
        : `「${found}」が ${suggestion} の意味であれば、そのように書き直してください。`,
    'outside-scale': ({ found }) =>
      `${found} を訂正するか、${found} があり得る値なら設問の範囲を広げるか、これらの行を除いてください。`,
    'not-a-list': ({ found }) => `「${found}」を選択肢のJSON配列にするか、; で区切って書いてください。`,
  },
  fault: {
    'options-needed': 'この種類の設問には選択肢が2つ以上必要です。',
    'options-repeat': '同じ値の選択肢が2つあります。それぞれに別の値を付けてください。',
    'scale-needed': '選択肢のない設問には、最小値から最大値までの範囲が必要です。',
    'scale-empty': '範囲の最大値は最小値より大きくなければなりません。',
    'level-unfit': 'この尺度水準は設問の種類に合いません。',
    'cautious-unknown': '慎重側の極は、選択肢のいずれか、または範囲の一方の端でなければなりません。',
  },
}
