/** What is said of a whole file that cannot be read; collected by `import.en.ts`. */
export const importFileEn = {
  'file-empty': {
    found: 'the file is empty',
    expected: 'one line of column names and one line for each vote',
    fix: 'Check that the export finished, and choose the file again.',
  },
  'file-too-large': {
    found: 'a file of {size}',
    expected: 'at most {limit}',
    fix: 'Split it into parts of at most {limit}, each with the line of column names, and import them one after another.',
  },
  'file-excel': {
    found: 'an Excel workbook',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'This is an Excel workbook: open it and save the sheet as CSV UTF-8.',
  },
  'file-zip': {
    found: 'a ZIP archive',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Unpack the archive and import the files in it one by one.',
  },
  'file-gzip': {
    found: 'a gzip archive',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Unpack it with gunzip and import the file in it.',
  },
  'file-parquet': {
    found: 'a Parquet file',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Save the table as CSV or JSONL (in pandas: read_parquet, then to_csv) and import that.',
  },
  'file-image': {
    found: 'a picture',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Upload pictures as the content of items, and import the votes as a text file.',
  },
  'file-pdf': {
    found: 'a PDF document',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Export the table from where the PDF was made, as CSV UTF-8.',
  },
  'file-binary': {
    found: 'a binary file',
    expected: 'a text file: CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Export the votes as text from the tool that made this file.',
  },
  'encoding-unknown': {
    found: 'text that is neither UTF-8, UTF-16 nor Shift_JIS',
    expected: 'one of these encodings',
    fix: 'Save the file as CSV UTF-8, or name its encoding if you know that it is one of these.',
  },
  'encoding-mismatch': {
    found: 'bytes that are not {encoding} (from byte {offset})',
    expected: 'a file in {encoding}',
    fix: 'Let the encoding be found by itself, or name another one.',
  },
  'format-unknown': {
    found: 'text that begins with {start}',
    expected: 'CSV, TSV, JSONL or Label Studio JSON',
    fix: 'Export the votes in one of these formats, or name the format.',
  },
  'not-label-studio': {
    found: '{found}',
    expected: 'Label Studio’s JSON: a list of tasks, each with “id”, “data” and “annotations”',
    fix: 'In Label Studio choose Export → JSON. For other JSON, write one object a line (JSONL) and map its columns.',
  },
  'label-studio-min': {
    found: 'Label Studio’s JSON_MIN, where several annotators are not told apart reliably',
    expected: 'Label Studio’s JSON, with “annotations” in each task',
    fix: 'In Label Studio choose Export → JSON (not JSON-MIN).',
  },
  'json-broken': {
    found: 'broken JSON: {found}',
    expected: 'complete JSON',
    fix: 'Check that the export finished, and mend or remove this line.',
  },
  'json-not-object': {
    found: 'JSON that is not an object: {found}',
    expected: 'one object a line, as in {"item": "1", "rater": "r1", "label": "yes"}',
    fix: 'Write each vote as one object on a line of its own.',
  },
  'quote-open': {
    found: 'a quotation mark that is opened and never closed',
    expected: 'each cell that begins with " ends with ", and a " inside is written ""',
    fix: 'Close the quotation mark on this line, or save the file again as CSV.',
  },
  'record-too-large': {
    found: 'a row longer than {limit}',
    expected: 'rows of at most {limit}',
    fix: 'Look for a quotation mark that is not closed on this line, or shorten the row.',
  },
  'header-invalid': {
    found: 'a column name with a NUL or a broken character: {found}',
    expected: 'column names in plain text',
    fix: 'Rename the column and save the file again.',
  },
  'columns-too-many': {
    found: '{found} columns',
    expected: 'at most {limit}',
    fix: 'Keep the columns that say item, rater and answer, and leave out the others.',
  },
  'no-rows': {
    found: 'column names and no rows',
    expected: 'at least one row below the column names',
    fix: 'Check that the export finished, and choose the file again.',
  },
}
