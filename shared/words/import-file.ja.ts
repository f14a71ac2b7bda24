const textFile = 'テキストファイル（CSV、TSV、JSONL、Label Studio の JSON）'

/** What is said of a whole file that cannot be read; collected by `import.ja.ts`. */
export const importFileJa = {
  'file-empty': {
    found: 'ファイルが空です',
    expected: '1 行目に列名、2 行目から 1 行に 1 票',
    fix: '書き出しが最後まで終わったか確かめて、もう一度ファイルを選んでください。',
  },
  'file-too-large': {
    found: '{size} のファイル',
    expected: '{limit} まで',
    fix: '{limit} 以下に分け、それぞれに列名の行を付けて、順に取り込んでください。',
  },
  'file-excel': {
    found: 'Excel ブック',
    expected: textFile,
    fix: 'これは Excel ブックです。開いて「CSV UTF-8」で保存し直してください。',
  },
  'file-zip': {
    found: 'ZIP 書庫',
    expected: textFile,
    fix: '展開して、中のファイルを 1 つずつ取り込んでください。',
  },
  'file-gzip': {
    found: 'gzip 書庫',
    expected: textFile,
    fix: 'gunzip で展開して、中のファイルを取り込んでください。',
  },
  'file-parquet': {
    found: 'Parquet ファイル',
    expected: textFile,
    fix: '表を CSV か JSONL で保存して（pandas なら read_parquet のあと to_csv）取り込んでください。',
  },
  'file-image': {
    found: '画像',
    expected: textFile,
    fix: '画像は項目の内容としてアップロードし、票はテキストファイルで取り込んでください。',
  },
  'file-pdf': {
    found: 'PDF 文書',
    expected: textFile,
    fix: 'PDF を作った元の道具から、表を CSV UTF-8 で書き出してください。',
  },
  'file-binary': {
    found: 'バイナリファイル',
    expected: textFile,
    fix: 'このファイルを作った道具から、票をテキストで書き出してください。',
  },
  'encoding-unknown': {
    found: 'UTF-8、UTF-16、Shift_JIS のどれでもない文字',
    expected: 'このどれかの文字コード',
    fix: '「CSV UTF-8」で保存し直すか、文字コードが分かっていれば指定してください。',
  },
  'encoding-mismatch': {
    found: '{encoding} ではないバイト（{offset} バイト目から）',
    expected: '{encoding} のファイル',
    fix: '文字コードを自動判定にするか、別のものを指定してください。',
  },
  'format-unknown': {
    found: '{start} で始まるテキスト',
    expected: 'CSV、TSV、JSONL、Label Studio の JSON のどれか',
    fix: 'このどれかの形式で書き出すか、形式を指定してください。',
  },
  'not-label-studio': {
    found: '{found}',
    expected: 'Label Studio の JSON（「id」「data」「annotations」を持つタスクの並び）',
    fix: 'Label Studio で Export → JSON を選んでください。ほかの JSON は 1 行に 1 オブジェクト（JSONL）にして、列を割り当ててください。',
  },
  'label-studio-min': {
    found: 'Label Studio の JSON_MIN（複数の評価者を確実には区別できません）',
    expected: '各タスクに「annotations」がある Label Studio の JSON',
    fix: 'Label Studio で Export → JSON を選んでください（JSON-MIN ではなく）。',
  },
  'json-broken': {
    found: '壊れた JSON: {found}',
    expected: '完全な JSON',
    fix: '書き出しが最後まで終わったか確かめ、この行を直すか取り除いてください。',
  },
  'json-not-object': {
    found: 'オブジェクトではない JSON: {found}',
    expected: '{"item": "1", "rater": "r1", "label": "yes"} のように 1 行に 1 オブジェクト',
    fix: '1 票を 1 つのオブジェクトとして 1 行に書いてください。',
  },
  'quote-open': {
    found: '開いたまま閉じられていない引用符',
    expected: '" で始まるセルは " で終わり、中の " は "" と書く',
    fix: 'この行の引用符を閉じるか、CSV で保存し直してください。',
  },
  'record-too-large': {
    found: '{limit} を超える行',
    expected: '1 行は {limit} まで',
    fix: 'この行に閉じていない引用符がないか確かめるか、行を短くしてください。',
  },
  'header-invalid': {
    found: 'NUL か壊れた文字を含む列名：{found}',
    expected: 'ふつうの文字の列名',
    fix: '列名を付け直して保存してください。',
  },
  'columns-too-many': {
    found: '{found} 列',
    expected: '{limit} 列まで',
    fix: '項目、評価者、回答の列を残し、ほかの列を減らしてください。',
  },
  'no-rows': {
    found: '列名だけで、行がありません',
    expected: '列名の下に 1 行以上',
    fix: '書き出しが最後まで終わったか確かめて、もう一度ファイルを選んでください。',
  },
}
