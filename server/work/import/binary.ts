import type { ImportCode } from '#shared/words/import.en.ts'

/** First bytes of files that people take for tables, and what they are. */
const magic: [bytes: string, code: ImportCode][] = [
  ['d0cf11e0a1b11ae1', 'file-excel'],
  ['504b0304', 'file-zip'],
  ['504b0506', 'file-zip'],
  ['1f8b', 'file-gzip'],
  ['50415231', 'file-parquet'],
  ['89504e47', 'file-image'],
  ['ffd8ff', 'file-image'],
  ['47494638', 'file-image'],
  ['255044462d', 'file-pdf'],
  ['53514c69746520666f726d6174203300', 'file-binary'],
  ['7f454c46', 'file-binary'],
]

export function binaryKind(head: Buffer): ImportCode | undefined {
  const start = head.subarray(0, 16).toString('hex')
  const found = magic.find(([bytes]) => start.startsWith(bytes))?.[1]
  if (found === 'file-zip' && (head.includes('xl/') || head.includes('[Content_Types].xml')))
    return 'file-excel'
  if (!found && start.startsWith('52494646') && head.subarray(8, 12).toString('latin1') === 'WEBP')
    return 'file-image'
  return found
}

/** Text has a stray control character at most here and there; a binary file is full of them. */
export function looksBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is counted.
  const controls = text.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffe\uffff]/g)?.length ?? 0
  return controls > 3 && controls > text.length / 50
}
