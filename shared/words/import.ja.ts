import type { FaultWords, ImportCode } from './import.en.ts'
import { importFileJa } from './import-file.ja.ts'

const mapping = {
  'map-unreadable': {
    found: '「{found}」',
    expected: 'item=task,rater=worker,value:entailment=label,note=comment のような組',
    fix: '役割=列名 をコンマで区切って書いてください。コンマや = を含む列名は二重引用符で囲みます。',
  },
  'column-missing': {
    found: '列「{column}」がありません。ファイルの列は {columns}',
    expected: 'ファイルにある列',
    fix: '「{role}」に、ファイルの列のどれかを選んでください。',
  },
  'item-unmapped': {
    found: '項目の列がありません。ファイルの列は {columns}',
    expected: '項目の ID の列を 1 つ',
    fix: '項目の列を item=task のように指定してください。',
  },
  'rater-unmapped': {
    found: '評価者の列がありません。ファイルの列は {columns}',
    expected: '評価者の ID の列を 1 つ',
    fix: '評価者の列を rater=worker のように指定してください。',
  },
  'value-unmapped': {
    found: '回答の列がありません。ファイルの列は {columns}',
    expected: '設問ごとに回答の列',
    fix: '回答の列を value:{question}=label のように指定してください。',
  },
  'two-questions': {
    found: 'ファイルに {count} 個の設問：{found}',
    expected: '宣言された 1 つ：{declared}',
    fix: '設問をそれぞれ宣言するか、「{declared}」に答える列だけを value:{declared}={column} のように割り当ててください。',
  },
  'question-undeclared': {
    found: '設問「{question}」の列',
    expected: 'プロジェクトの設問：{declared}',
    fix: '先に設問をプロジェクトに加えるか、このどれかに割り当ててください。',
  },
  'question-unfit': {
    found: '設問「{question}」が何かを決められない回答',
    expected: '種類と、選択肢または尺度がわかる設問',
    fix: '「{question}」の選択肢または尺度を指定してください。',
  },
  'question-other': {
    found: '設問「{question}」に指定された {found}',
    expected: 'プロジェクトで決まっている {known}',
    fix: '指定を外すか、先にプロジェクトの設定で設問を変えてください。',
  },
  'most-withdrawn': {
    found: '「{source}」から以前に届いた {all} 票のうち {gone} 票がないファイル',
    expected: 'その大部分があるファイル、またはこのファイルが何かの指定',
    fix: '追加の票だけのファイル（何も取り下げない）か、全票のファイル（ない票を取り下げる）かを指定してください。',
  },
}

const row = {
  'nul-character': {
    found: '{found} に NUL 文字',
    expected: 'NUL 文字のない文字列',
    fix: 'このセルからコード 0 の文字を取り除いてください。',
  },
  'lone-surrogate': {
    found: '{found} に半分だけの文字',
    expected: '完全な文字（単独のサロゲートなし）',
    fix: '文字（多くは絵文字）の途中で切れています。書き直してください。',
  },
  'cells-missing': {
    found: '{count} 個のセル',
    expected: '列名と同じ {columns} 個のセル',
    fix: '足りないセルを加えるか、失われた区切りを探してください。',
  },
  'cells-extra': {
    found: '{count} 個のセル',
    expected: '列名と同じ {columns} 個のセル',
    fix: '区切り文字を含むセルを二重引用符で囲んでください。',
  },
  'item-empty': {
    found: '項目の ID がありません',
    expected: '評価された項目の ID',
    fix: '項目の ID を記入してください。',
  },
  'rater-empty': {
    found: '評価者の ID がありません',
    expected: '評価した人の ID',
    fix: '評価者の ID を記入してください。',
  },
  'id-too-long': {
    found: '{length} 文字の ID: {found}',
    expected: '{limit} 文字まで',
    fix: '短い ID にしてください。長い文は内容の列に置きます。',
  },
  'id-not-text': {
    found: '{found}',
    expected: '文字列か整数の ID',
    fix: 'ID だけが入った列を割り当ててください。',
  },
  'question-unknown': {
    found: '設問「{found}」',
    expected: '{questions} のどれか',
    fix: 'この設問をプロジェクトに加えるか、これらの行を除いてください。',
  },
  'text-too-long': {
    found: '{length} 文字：{found}',
    expected: '{limit} 文字まで',
    fix: 'このセルの文を短くしてください。',
  },
  'time-unreadable': {
    found: '「{found}」',
    expected: '2024-01-05T10:00:00Z や 2024/01/05 10:00 のような日時、または 1970 年からの秒数',
    fix: '年から始まる形で書くか、日時の列を割り当てないでください。',
  },
  'number-invalid': {
    found: '「{found}」',
    expected: '{min} から {max} までの数',
    fix: '数を直すか、別の列を割り当ててください。',
  },
  'version-invalid': {
    found: '「{found}」',
    expected: '3 や v3 のようなガイドラインの版の番号',
    fix: '版の番号を書くか、分からなければ空にしてください。',
  },
  'expected-invalid': {
    found: '「{found}」',
    expected: '予定の票数（1 から 10000 までの整数）',
    fix: '数を直すか、空にしてください。',
  },
  'kind-unknown': {
    found: '「{found}」',
    expected: 'human か model',
    fix: 'human か model と書いてください。人なら空でもかまいません。',
  },
  'language-invalid': {
    found: '「{found}」',
    expected: 'en、ja、pt-BR のような言語コード',
    fix: '言語コードを書くか、空にしてください。',
  },
  'tags-too-many': {
    found: '{count} 個のタグ、または {limit} 文字を超えるタグ',
    expected: '{limit} 文字までのタグを {most} 個まで',
    fix: 'タグを減らすか短くするか、タグの列を割り当てないでください。',
  },
  'chat-broken': {
    found: '{found}',
    expected: '[{"role": "user", "content": "こんにちは"}] のような発言の JSON の並び',
    fix: '並びを直すか、この列をふつうの文として取り込んでください。',
  },
  'content-json-broken': {
    found: '{found}',
    expected: '完全な JSON',
    fix: 'このセルの JSON を直すか、この列をふつうの文として取り込んでください。',
  },
  'image-missing': {
    found: '「{found}」',
    expected: 'アップロード済みの画像の名前',
    fix: '先に画像をアップロードするか、名前を直してください。',
  },
}

export const importJa: Record<ImportCode, FaultWords> = { ...importFileJa, ...mapping, ...row }
