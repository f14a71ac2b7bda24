import type { Draft } from '#shared/draft.ts'

/** A text that stands still until it is let go; `kept`: what was prepared has come to pass. */
export type Frozen = { text: string; release(kept: boolean): Promise<void> }

/** The shared draft of each project's guideline. */
export type DraftPort = {
  read(project: string): Promise<Draft>
  /** Stills it while an act depends on what it says. Let go and kept, it first takes in what the act did to it. */
  freeze(project: string): Promise<FrozenDraft>
}
/** `authors`: who wrote in which clause, and when last. */
export type FrozenDraft = {
  draft: Draft
  authors: { clause: string; person: string; at: number }[]
  release(kept: boolean): Promise<void>
}
