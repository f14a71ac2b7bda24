/** One stored update of a shared text. */
export type Update = {
  person: string
  at: number
  data: Uint8Array
  /** The client ids it uses for the first time. */
  clients: readonly number[]
  /** The parts of the text in which its person wrote. */
  parts: readonly string[]
  /** From whoever has frozen the text: it is added all the same. */
  through?: true
}
/** Who wrote in a part of a text, and when last. */
export type Author = { part: string; person: string; at: number }
export type Row = { seq: number; data: Uint8Array }
/** A text as it stands: the newest snapshot and what came after it, in order. */
export type Stored = {
  /** The number of the last row. */
  seq: number
  snapshot: Uint8Array | null
  rows: Row[]
  /** Whose each client id is. */
  clients: Map<number, string>
}

/** Updates in one commit, at most. */
export const TOGETHER = 500

/**
 * Where the letters of shared texts are kept: a log that is only ever added to, with snapshots as its cache. Everything
 * resolves after the commit is on disk. Many updates share a commit: one begins as soon as the one before it ends.
 * When an update of a text was not added, for whatever reason, none is until the text is loaded again: what follows may
 * build on what is missing.
 */
export type Texts = {
  /** The text, or null when nobody has begun it. */
  load(doc: string): Promise<Stored | null>
  /** Begins a text; when another was first, theirs stays. */
  begin(doc: string, first: Update): Promise<void>
  /**
   * Adds one update and says its number; the numbers of a text have no holes. Nothing is added while the text is frozen,
   * nor with a client id that is another person's. Up to `TOGETHER` that one turn of the loop adds to a text that nobody
   * else adds to are one commit.
   */
  append(doc: string, update: Update): Promise<number | 'frozen' | 'taken'>
  /** Rows after `seq`, for what other processes stored. */
  since(doc: string, seq: number): Promise<Row[]>
  authors(doc: string): Promise<Author[]>
  /** Keeps the whole state as of `seq` so that the next load is short. */
  snapshot(doc: string, seq: number, state: Uint8Array): Promise<void>
  /** From here on nobody, in no process, adds to the text before `until`; 0 lets them again. False when somebody else has frozen it. */
  freeze(doc: string, until: number, now: number): Promise<boolean>
  /** Whether other processes may write to the same texts. */
  shared: boolean
  backup(file: string): Promise<void>
  close(): Promise<void>
}
