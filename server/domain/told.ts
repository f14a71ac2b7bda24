import { inArray } from 'drizzle-orm'
import { applyToDispute } from '#shared/dispute-state.ts'
import { newlySeen, readableRounds, readsRoom, type Viewer, viewDispute } from '#shared/dispute-view.ts'
import type { LiveEvent, Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { Role } from '#shared/member.ts'
import type { BallotRecord, DisputeRecord } from '#shared/record.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

const watching: Role[] = ['lead', 'auditor']
const working: Role[] = ['lead', 'panelist', 'auditor']
const watcher: Viewer = { id: '', roles: ['lead'], owner: false }

/** The members behind raters: who hears that their vote is being heard, and what came of it. */
export async function membersOf(
  read: Reader,
  project: string,
  raters: readonly string[],
): Promise<Map<string, string>> {
  if (raters.length === 0) return new Map()
  const rows = await present(
    read,
    'raterLink',
    project,
    inArray(read.tables.raterLink.rater, [...new Set(raters)]),
  )
  return new Map(rows.map(({ rater, member }) => [rater, member]))
}

/**
 * Who hears what of a dispute (DESIGN §3, law 1). Built field by field for each audience: what a screen would have to
 * hide is not sent. `dispute` is the record as it stood before the facts, with the ballot just cast.
 */
export async function tell(
  read: Reader,
  project: string,
  dispute: DisputeRecord,
  facts: readonly Fact[],
): Promise<Told[]> {
  const hearers = await hearersOf(read, project, dispute)
  const now = after(dispute, facts)
  return [...seen(dispute, now, facts), ...facts.flatMap((fact) => toldOf({ dispute, now, hearers }, fact))]
}

/** The members behind the votes; `only`: those of them who are raters and nothing else here. */
type Hearers = { behind: Map<string, string>; raters: string[]; only: string[] }
async function hearersOf(read: Reader, project: string, dispute: DisputeRecord): Promise<Hearers> {
  const voters = dispute.votes.map(({ rater }) => rater)
  const behind = await membersOf(read, project, voters)
  const raters = [...new Set(behind.values())]
  const { member } = read.tables
  const rows = raters.length === 0 ? [] : await present(read, 'member', project, inArray(member.id, raters))
  const only = rows.filter(({ roles }) => !roles.some((role) => working.includes(role))).map(({ id }) => id)
  return { behind, raters, only }
}

/** What is not said of a dispute that opens: how it was chosen, whom it may not be, and what is between the votes. */
const sealed = { votes: [], chosen: 'queue' as const, probability: null, appeal: null, barred: [] }

type Case = { dispute: DisputeRecord; now: DisputeRecord; hearers: Hearers }
function toldOf(about: Case, fact: Fact): Told[] {
  const { dispute, now, hearers } = about
  const everyone = (event: LiveEvent): Told => ({ to: { roles: working, members: hearers.raters }, event })
  switch (fact.kind) {
    case 'dispute.opened':
      return [
        everyone({ ...fact, dispute: { ...fact.dispute, ...sealed } }),
        {
          to: { roles: watching },
          event: { ...fact, dispute: { ...fact.dispute, votes: viewDispute(dispute, watcher).votes } },
        },
      ]
    case 'ballot.cast':
      return ballotCast(dispute, fact)
    case 'round.revealed':
      return revealed(dispute, fact, hearers.raters)
    case 'votes.marked':
      return marked(about, fact)
    case 'votes.arrived':
      return []
    case 'seat.taken':
    case 'seat.left':
    case 'dispute.held':
    case 'dispute.resumed':
    case 'round.extended':
    case 'rechecks.opened':
    case 'rechecks.answered':
      return [{ to: { roles: working }, event: fact }]
    case 'decision.drafted':
      return [{ to: { roles: watching, members: reading(now, fact.decision.round) }, event: fact }]
    case 'decision.signed':
    case 'decision.pulled':
    case 'opinion.written':
      return decided(about, fact)
    case 'thread.opened':
    case 'comment.added':
    case 'thread.resolved':
    case 'thread.reopened':
    case 'cause.named':
    case 'precedent.cited':
    case 'precedent.uncited':
      return [{ to: { roles: watching, members: talking(dispute) }, event: fact }]
    case 'ballot.refused_late':
      return [{ to: { roles: watching }, event: fact }]
    default:
      return [everyone(fact)]
  }
}

function after(dispute: DisputeRecord, facts: readonly Fact[]): DisputeRecord {
  return facts.reduce<DisputeRecord>(
    (record, fact) =>
      'dispute' in fact && fact.kind !== 'dispute.opened' ? applyToDispute(record, fact) : record,
    dispute,
  )
}

/** What watchers and seats may read from now on, as they would read it: the split at the reveal, votes that came late. */
function seen(dispute: DisputeRecord, now: DisputeRecord, facts: readonly Fact[]): Told[] {
  if (facts.some(({ kind }) => kind === 'dispute.opened')) return []
  const cast = facts.flatMap((fact) => (fact.kind === 'ballot.cast' ? [fact.ballot.id] : []))
  const known = Object.entries(dispute.ballots).filter(([id]) => !cast.includes(id))
  const was = { ...dispute, ballots: Object.fromEntries(known) }
  const viewers: [Told['to'], Viewer][] = [
    [{ roles: watching }, watcher],
    ...seatedIn(dispute).map((viewer): [Told['to'], Viewer] => [{ members: [viewer.id] }, viewer]),
  ]
  return viewers.flatMap(([to, viewer]): Told[] => {
    const more = newlySeen(was, now, viewer)
    return more ? [{ to, event: { kind: 'dispute.seen', dispute: dispute.id, seen: more } }] : []
  })
}

/** That a seat has cast is known; what, to its own screens alone. */
function ballotCast(dispute: DisputeRecord, fact: Extract<Fact, { kind: 'ballot.cast' }>): Told[] {
  const { id, round, seat, casting, castAt } = fact.ballot
  const own = dispute.seats[seat]?.member
  const whole = dispute.ballots[id] ?? fact.ballot
  return [
    { to: { roles: working }, event: { ...fact, ballot: { id, round, seat, casting, castAt } } },
    ...(own ? [{ to: { members: [own] }, event: { ...fact, ballot: whole } }] : []),
  ]
}

/** Each rater hears of their own votes alone. */
function marked({ dispute, hearers }: Case, fact: Extract<Fact, { kind: 'votes.marked' }>): Told[] {
  const memberOf = new Map(dispute.votes.map(({ vote, rater }) => [vote, hearers.behind.get(rater)]))
  return [
    { to: { roles: watching }, event: fact },
    ...hearers.raters.map((member): Told => {
      const marks = fact.marks.filter(({ vote }) => memberOf.get(vote) === member)
      return { to: { members: [member] }, event: { ...fact, marks } }
    }),
  ]
}

type Decided = Extract<Fact, { kind: 'decision.signed' | 'decision.pulled' | 'opinion.written' }>
/** Raters hear of a decision when it is one: what it says and why, the opinions by seat letter, and no names. */
function decided({ dispute, now, hearers }: Case, fact: Decided): Told[] {
  const letter = (seat: string) => dispute.seats[seat]?.letter ?? ''
  const toRaters = (event: LiveEvent): Told => ({ to: { members: hearers.only }, event })
  const toRoom: Told = { to: { roles: watching, members: talking(dispute) }, event: fact }
  if (dispute.state !== 'decided' && now.state !== 'decided') return [toRoom]
  const toWork: Told = { to: { roles: working }, event: fact }
  if (fact.kind === 'opinion.written')
    return [toWork, toRaters({ ...fact, opinion: { ...fact.opinion, seat: letter(fact.opinion.seat) } })]
  const written = Object.values(dispute.opinions).filter(({ round }) => round === dispute.round)
  const opinions = written.map(
    (opinion): Told =>
      toRaters({
        kind: 'opinion.written',
        dispute: dispute.id,
        opinion: { ...opinion, seat: letter(opinion.seat) },
      }),
  )
  return [toWork, toRaters({ ...fact, by: '' }), ...(fact.kind === 'decision.signed' ? opinions : [])]
}

const seatedIn = (dispute: DisputeRecord): Viewer[] =>
  Object.values(dispute.seats)
    .filter(({ state }) => state === 'seated')
    .map(({ member }) => ({ id: member, roles: ['panelist'], owner: false }))

/** Seats that may read a round that was opened: they hear what is said about it. */
const talking = (dispute: DisputeRecord): string[] =>
  seatedIn(dispute)
    .filter((viewer) => readsRoom(dispute, viewer))
    .map(({ id }) => id)

/** Seats that read this very round. */
const reading = (dispute: DisputeRecord, round: number): string[] =>
  seatedIn(dispute)
    .filter((viewer) => readableRounds(dispute, viewer)(round))
    .map(({ id }) => id)

/** Seats that have cast in the round see the ballots; whoever sits down later does not before their own ballot. */
function opened(dispute: DisputeRecord): string[] {
  const cast = new Set(
    Object.values(dispute.ballots)
      .filter(({ round }) => round === dispute.round)
      .map(({ seat }) => seat),
  )
  return Object.values(dispute.seats)
    .filter(({ id, state }) => state === 'seated' && cast.has(id))
    .map(({ member }) => member)
}

function revealed(
  dispute: DisputeRecord,
  fact: Extract<Fact, { kind: 'round.revealed' }>,
  raters: string[],
): Told[] {
  const ballots: BallotRecord[] = Object.values(dispute.ballots).filter(({ round }) => round === fact.round)
  return [
    { to: { roles: working, members: raters }, event: fact },
    { to: { roles: watching, members: opened(dispute) }, event: { ...fact, ballots } },
  ]
}
