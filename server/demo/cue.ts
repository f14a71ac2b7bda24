import { seatOf } from '#shared/ballot.ts'
import { agrees } from '#shared/decision.ts'
import type { Question } from '#shared/question.ts'
import type { DisputeRecord, SeatRecord } from '#shared/record.ts'
import { draftsOf } from '#shared/requirement.ts'
import type { ThreadRecord } from '#shared/thread.ts'
import type { DemoNaming, DemoOpinion, DemoRemark, PanelistKey } from './cases/shape.ts'
import { demoProject } from './cases.ts'

/** Seconds between the acts of the scripted, ms: quick beside a visitor who sits with them, unhurried before one who watches. */
const pace = {
  beside: { cast: 4_000, remark: 6_000, talk: 3_000, sign: 10_000 },
  watched: { cast: 12_000, remark: 6_000, talk: 4_000, sign: 8_000 },
}

/** One dispute as the scripted panelists come to it. */
export type Cue = {
  dispute: DisputeRecord
  item: string
  questions: readonly Question[]
  /** Which panelist of the story a member is. */
  players: ReadonlyMap<string, PanelistKey>
  /** Panelists whose place a visitor has taken. */
  taken: ReadonlySet<PanelistKey>
  /** Whether any visitor has come to this case. */
  visited: boolean
  /** Steps that were tried, by id. */
  done: ReadonlySet<string>
}
export type Step = { id: string; by: PanelistKey; after: number } & (
  | { kind: 'cast' }
  | { kind: 'remark'; thread: ThreadRecord | undefined; remark: DemoRemark }
  | { kind: 'name'; naming: DemoNaming }
  | { kind: 'resolve'; thread: ThreadRecord }
  | { kind: 'opinion'; opinion: DemoOpinion }
  | { kind: 'sign' }
)
type Player = { seat: SeatRecord; key: PanelistKey }

/** What a scripted panelist does next in a dispute, and how long after this became the next thing to do. */
export function nextStep(cue: Cue): Step | undefined {
  const { dispute } = cue
  const begun = Object.keys(dispute.ballots).length > 0
  if (dispute.held || !(cue.visited || begun)) return
  const seats = Object.values(dispute.seats).filter(({ state }) => state === 'seated')
  const free = seats.flatMap((seat): Player[] => {
    const key = cue.players.get(seat.member)
    return key && !cue.taken.has(key) ? [{ seat, key }] : []
  })
  const beside = seats.some(({ member }) => cue.taken.has(cue.players.get(member)!))
  const times = beside ? pace.beside : pace.watched
  const steps =
    dispute.state === 'voting'
      ? castings(cue, seats, free, times.cast)
      : dispute.state === 'revealed'
        ? openTalk(cue, free, times)
        : []
  return steps.find(({ id }) => !cue.done.has(id))
}

const hasCast = ({ ballots, round }: DisputeRecord, seat: SeatRecord) =>
  Object.values(ballots).some((ballot) => ballot.seat === seat.id && ballot.round === round)

/** A visitor who sits here casts first: the others follow. */
function castings(
  { dispute, players, taken }: Cue,
  seats: readonly SeatRecord[],
  free: readonly Player[],
  after: number,
): Step[] {
  if (seats.some((seat) => taken.has(players.get(seat.member)!) && !hasCast(dispute, seat))) return []
  return free
    .filter(({ seat }) => !hasCast(dispute, seat))
    .map(({ seat, key }) => ({ kind: 'cast', id: `cast/${dispute.round}/${seat.id}`, by: key, after }))
}

/** The ballots are open: a word, an answer, the cause by its camp, an opinion, and the signature where the chair is of the script. */
function openTalk(cue: Cue, free: readonly Player[], times: typeof pace.beside): Step[] {
  const { dispute, item } = cue
  const panel = free.filter(({ seat }) => hasCast(dispute, seat)).map(({ key }) => key)
  const own = threadOf(cue, panel)
  const open = Object.values(dispute.threads).filter(({ state }) => state === 'open')
  const id = (what: string) => `${what}/${dispute.round}`
  const remarks = demoProject.remarks.filter((one) => one.item === item && panel.includes(one.panelist))
  const steps: Step[] = remarks.map((remark, n) => ({
    kind: 'remark',
    id: id(`remark/${remark.panelist}`),
    by: remark.panelist,
    after: n === 0 ? times.remark : times.talk,
    remark,
    thread: own ?? open[0],
  }))
  for (const naming of demoProject.namings)
    if (naming.item === item && panel.includes(naming.panelist) && mayName(cue, naming))
      steps.push({
        kind: 'name',
        id: id(`name/${naming.panelist}`),
        by: naming.panelist,
        after: times.talk,
        naming,
      })
  if (own?.state === 'open')
    steps.push({
      kind: 'resolve',
      id: id('resolve'),
      by: cue.players.get(own.comments[0]!.by)!,
      after: times.talk,
      thread: own,
    })
  for (const opinion of demoProject.opinions)
    if (opinion.item === item && panel.includes(opinion.panelist) && carried(cue, opinion.panelist))
      steps.push({
        kind: 'opinion',
        id: id(`opinion/${opinion.panelist}`),
        by: opinion.panelist,
        after: times.talk,
        opinion,
      })
  const chair = free.find(({ seat }) => seat.chair)
  // A question that a visitor left open is waited for, as a person would.
  if (chair && open.every((thread) => thread === own))
    steps.push({ kind: 'sign', id: id('sign'), by: chair.key, after: times.sign })
  return steps
}

/** The thread that one of these opened in this round. */
const threadOf = ({ dispute, players }: Cue, panel: readonly PanelistKey[]) =>
  Object.values(dispute.threads).find(
    ({ round, comments }) => round === dispute.round && panel.includes(players.get(comments[0]?.by ?? '')!),
  )

/** The camp has to have lost for a cause to be named for it. */
function mayName({ dispute, questions }: Cue, { question: key, camp }: DemoNaming): boolean {
  const question = questions.find((one) => one.key === key)
  const draft = draftsOf(dispute).find((one) => one.question === key)
  return question !== undefined && (draft?.causes.some((one) => agrees(question, one.camp, camp)) ?? false)
}

/** Only who carried the decision concurs with it. */
function carried({ dispute, players }: Cue, panelist: PanelistKey): boolean {
  const member = [...players].find(([, key]) => key === panelist)?.[0] ?? ''
  const seat = seatOf(dispute, member)
  return draftsOf(dispute).every(({ values, ballots }) =>
    ballots.some((id) => {
      const ballot = dispute.ballots[id]
      const said = ballot?.answers?.[0]?.values.map(({ value }) => JSON.stringify(value))
      return ballot?.seat === seat?.id && `${said}` === `${values.map(({ value }) => JSON.stringify(value))}`
    }),
  )
}
