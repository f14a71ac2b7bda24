/** So many of so many alike; a share with its interval only where there are enough independent cases to say one. */
export type Share = {
  alike: number
  n: number
  share: number | null
  interval: [number, number] | null
  why: 'nothing-yet' | 'too-few' | null
}
export type PanelistMeasures = {
  member: string
  name: string
  mine: boolean
  ballots: number
  agreement: Share
  repeats: Share
  first: Share
  dissents: { n: number; adopted: number }
  /** Milliseconds. */
  time: { n: number; median: number | null }
  /** Of decisions that rested on their ballot. */
  overturns: Overturns | null
}
/** Decisions, those that were appealed, and those that a fresh panel overturned. */
export type Overturns = { decisions: number; appealed: number; overturned: number }
export type PanelMeasures = {
  agreement: Share
  repeats: Share
  first: Share
  overturns: Overturns
  disputes: number
  panelists: number
  rows: PanelistMeasures[]
}
