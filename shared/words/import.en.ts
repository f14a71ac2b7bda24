import { importFileEn } from './import-file.en.ts'

/** What is said of a file, a mapping or a row that cannot be imported. `{name}` is filled from the fault's parameters. */
export interface FaultWords {
  found: string
  expected: string
  fix: string
}

const mapping = {
  'map-unreadable': {
    found: '“{found}”',
    expected: 'pairs such as item=task,rater=worker,value:entailment=label,note=comment',
    fix: 'Write role=column, with commas between; put a column name with a comma or = in double quotes.',
  },
  'column-missing': {
    found: 'no column “{column}”; the file has {columns}',
    expected: 'a column that is in the file',
    fix: 'Choose one of the columns of the file for “{role}”.',
  },
  'item-unmapped': {
    found: 'no column for the item; the file has {columns}',
    expected: 'one column with the item’s id',
    fix: 'Say which column names the item, as in item=task.',
  },
  'rater-unmapped': {
    found: 'no column for the rater; the file has {columns}',
    expected: 'one column with the rater’s id',
    fix: 'Say which column names the rater, as in rater=worker.',
  },
  'value-unmapped': {
    found: 'no column for the answer; the file has {columns}',
    expected: 'a column with the answers for each question',
    fix: 'Say which column holds the answer, as in value:{question}=label.',
  },
  'two-questions': {
    found: '{count} questions in the file: {found}',
    expected: 'the one declared: {declared}',
    fix: 'Declare each question, or map only the column that answers “{declared}”, as in value:{declared}={column}.',
  },
  'question-undeclared': {
    found: 'a column for the question “{question}”',
    expected: 'a question of the project: {declared}',
    fix: 'Add the question to the project first, or map the column to one of these.',
  },
  'question-unfit': {
    found: 'answers that do not tell what the question “{question}” is',
    expected: 'a question with its type and its options or scale',
    fix: 'Declare the options or the scale of “{question}”.',
  },
  'question-other': {
    found: '{found} declared for the question “{question}”',
    expected: '{known}, as the project has it',
    fix: 'Leave the declaration out, or change the question in the project’s settings first.',
  },
  'most-withdrawn': {
    found: 'a file without {gone} of the {all} votes that came before from “{source}”',
    expected: 'most of them, or your word on what the file is',
    fix: 'Say that the file holds only more votes (nothing is withdrawn), or that it is complete (the missing votes are withdrawn).',
  },
}

const row = {
  'nul-character': {
    found: 'a NUL character in {found}',
    expected: 'text without NUL characters',
    fix: 'Remove the character with code 0 from this cell.',
  },
  'lone-surrogate': {
    found: 'half of a character in {found}',
    expected: 'whole characters (no lone surrogates)',
    fix: 'The text was cut in the middle of a character, often an emoji: write it again.',
  },
  'cells-missing': {
    found: '{count} cells',
    expected: '{columns} cells, as many as there are column names',
    fix: 'Add the missing cells, or look for a separator that was lost.',
  },
  'cells-extra': {
    found: '{count} cells',
    expected: '{columns} cells, as many as there are column names',
    fix: 'Put a cell that contains the separator in double quotes.',
  },
  'item-empty': {
    found: 'no item id',
    expected: 'the id of the item voted on',
    fix: 'Fill in the item’s id.',
  },
  'rater-empty': {
    found: 'no rater id',
    expected: 'the id of whoever voted',
    fix: 'Fill in the rater’s id.',
  },
  'id-too-long': {
    found: 'an id of {length} characters: {found}',
    expected: 'at most {limit} characters',
    fix: 'Use a shorter id; long text belongs in a content column.',
  },
  'id-not-text': {
    found: '{found}',
    expected: 'an id in text or a whole number',
    fix: 'Map a column that holds plain ids.',
  },
  'question-unknown': {
    found: 'the question “{found}”',
    expected: 'one of {questions}',
    fix: 'Add this question to the project, or leave these rows out.',
  },
  'text-too-long': {
    found: '{length} characters: {found}',
    expected: 'at most {limit} characters',
    fix: 'Shorten the text in this cell.',
  },
  'time-unreadable': {
    found: '“{found}”',
    expected: 'a date and time such as 2024-01-05T10:00:00Z or 2024/01/05 10:00, or seconds since 1970',
    fix: 'Write the time with the year first, or map no column to the time.',
  },
  'number-invalid': {
    found: '“{found}”',
    expected: 'a number from {min} to {max}',
    fix: 'Correct the number, or map another column.',
  },
  'version-invalid': {
    found: '“{found}”',
    expected: 'the number of a guideline version, such as 3 or v3',
    fix: 'Write the version’s number, or leave the cell empty when it is unknown.',
  },
  'expected-invalid': {
    found: '“{found}”',
    expected: 'how many votes are expected: a whole number from 1 to 10000',
    fix: 'Correct the number, or leave the cell empty.',
  },
  'kind-unknown': {
    found: '“{found}”',
    expected: 'human or model',
    fix: 'Write human or model, or leave the cell empty for a human.',
  },
  'language-invalid': {
    found: '“{found}”',
    expected: 'a language code such as en, ja or pt-BR',
    fix: 'Write the code of the language, or leave the cell empty.',
  },
  'tags-too-many': {
    found: '{count} tags or a tag over {limit} characters',
    expected: 'at most {most} tags of at most {limit} characters',
    fix: 'Keep fewer or shorter tags, or map no column to the tags.',
  },
  'chat-broken': {
    found: '{found}',
    expected: 'a JSON list of turns such as [{"role": "user", "content": "Hello"}]',
    fix: 'Mend the list, or take the column as plain text.',
  },
  'content-json-broken': {
    found: '{found}',
    expected: 'complete JSON',
    fix: 'Mend the JSON in this cell, or take the column as plain text.',
  },
  'image-missing': {
    found: '“{found}”',
    expected: 'the name of a picture that was uploaded',
    fix: 'Upload the picture first, or correct its name.',
  },
}

export const importEn = { ...importFileEn, ...mapping, ...row } satisfies Record<string, FaultWords>
export type ImportCode = keyof typeof importEn
