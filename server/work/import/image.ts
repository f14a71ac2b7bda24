/** Pictures a browser only ever draws; SVG and HTML run scripts and are not among them. */
const kinds: { type: string; is(head: Buffer): boolean }[] = [
  { type: 'image/png', is: (head) => head.toString('hex', 0, 8) === '89504e470d0a1a0a' },
  { type: 'image/jpeg', is: (head) => head.toString('hex', 0, 3) === 'ffd8ff' },
  { type: 'image/gif', is: (head) => /^GIF8[79]a/.test(head.toString('latin1', 0, 6)) },
  {
    type: 'image/webp',
    is: (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
  },
]

/** The type of a picture by its first bytes, whatever its name says. */
export const imageType = (head: Buffer): string | undefined => kinds.find(({ is }) => is(head))?.type
