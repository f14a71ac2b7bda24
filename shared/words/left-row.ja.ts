import type { left as en, LeftWords } from './left-row.en.ts'

export const left: Record<keyof typeof en, LeftWords & { fixMeant?: string }> = {
  'row-broken': {
    found: '読み取れない行：{found}',
    expected: '1行目と同じ数のセル、または1行に1つのJSONオブジェクト',
    fix: '元のファイルでこの行を直してください。',
  },
  'cell-empty': {
    found: '列「{found}」が空欄',
    expected: 'どの行にも値があること',
    fix: '値を入れるか、別の列を選んでください。',
  },
  'too-long': {
    found: '「{found}」',
    expected: '{expected}字以内',
    fix: '短くするか、別の列を選んでください。',
  },
  'item-unknown': {
    found: '項目「{found}」',
    expected: '「{expected}」のように、票が届いている項目',
    fix: '先にその項目の票を取り込むか、票のファイルと同じIDで書いてください。',
  },
  'rater-unknown': {
    found: '評価者「{found}」',
    expected: '「{expected}」のように、票が届いている評価者',
    fix: '先にその評価者の票を取り込むか、票のファイルと同じIDで書いてください。',
  },
  'question-unknown': {
    found: '設問「{found}」',
    expected: '{expected} のいずれか',
    fix: 'このプロジェクトの設問キーで書いてください。',
  },
  'question-open': {
    found: '設問の指定なし',
    expected: '{expected} のいずれか',
    fix: '設問が複数あるため、どの設問かを示す列を加えてください。',
  },
  'value-unfit': {
    found: '回答「{found}」',
    expected: '{expected}',
    fix: '設問の回答のとおりに書いてください。',
    fixMeant: '「{meant}」のことであれば、そのとおりに書いてください。',
  },
  'gold-heard': {
    found: '審理中の正解（{found}）と異なる回答',
    expected: '裁定が出るまで変更しないこと',
    fix: '裁定をお待ちください。審理中でない正解は、いつでも取り込み直せます。',
  },
  'said-otherwise': {
    found: '{found}行目と異なる回答',
    expected: '1つにつき回答は1つ',
    fix: '正しいほうの行だけを残してください。',
  },
  'vote-missing': {
    found: 'この項目・設問に「{found}」の票がない',
    expected: '取り込み済みの票への相互評価',
    fix: '先に票を取り込むか、この行を除いてください。',
  },
  'verdict-unknown': {
    found: '評価「{found}」',
    expected: '承認・却下・修正（accept, reject, fix）のいずれか',
    fix: 'いずれかに書き直してください。',
  },
  'fix-needs-value': {
    found: '回答のない「修正」',
    expected: '本来あるべき回答',
    fix: '回答を加えるか、「却下」にしてください。',
  },
  'value-without-fix': {
    found: '評価「{found}」に添えられた回答',
    expected: '回答を書くのは「修正」のときだけ',
    fix: '回答を除くか、「修正」にしてください。',
  },
  'attributes-many': {
    found: '「{found}」',
    expected: 'このプロジェクトで属性は{expected}個まで',
    fix: '評価者を比べるのに使う属性だけを選んでください。',
  },
}
