import { inArray } from 'drizzle-orm'
import { newlySeen, type Viewer, viewDispute } from '#shared/dispute-view.ts'
import type { LiveEvent, Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { Role } from '#shared/member.ts'
import type { BallotRecord, DisputeRecord } from '#shared/record.ts'
import { applyToDispute } from '#shared/state.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

const watching: Role[] = ['lead', 'auditor']
const working: Role[] = ['lead', 'panelist', 'auditor']

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
  const behind = await membersOf(
    read,
    project,
    dispute.votes.map(({ rater }) => rater),
  )
  const raters = [...new Set(behind.values())]
  const told = facts.flatMap((fact): Told[] => {
    const everyone = (event: LiveEvent): Told => ({ to: { roles: working, members: raters }, event })
    switch (fact.kind) {
      case 'dispute.opened':
        return [
          everyone({ ...fact, dispute: { ...fact.dispute, votes: [], chosen: 'queue', probability: null } }),
          {
            to: { roles: watching },
            event: { ...fact, dispute: { ...fact.dispute, votes: viewDispute(dispute, watcher).votes } },
          },
        ]
      case 'ballot.cast':
        return ballotCast(dispute, fact)
      case 'round.revealed':
        return revealed(dispute, fact, raters)
      case 'decision.drafted':
        return [{ to: { roles: watching, members: opened(dispute) }, event: fact }]
      case 'votes.marked':
        return [
          { to: { roles: watching }, event: fact },
          ...raters.map(
            (member): Told => ({
              to: { members: [member] },
              event: {
                ...fact,
                marks: fact.marks.filter(
                  (mark) =>
                    behind.get(dispute.votes.find((vote) => vote.vote === mark.vote)?.rater ?? '') === member,
                ),
              },
            }),
          ),
        ]
      case 'votes.arrived':
        return []
      case 'seat.taken':
      case 'seat.left':
        return [{ to: { roles: working }, event: fact }]
      case 'ballot.refused_late':
        return [{ to: { roles: watching }, event: fact }]
      default:
        return [everyone(fact)]
    }
  })
  return [...seen(dispute, facts), ...told]
}

const watcher: Viewer = { id: '', roles: ['lead'], owner: false }

/** What watchers and seats may read from now on, as they would read it: the split at the reveal, votes that came late. */
function seen(dispute: DisputeRecord, facts: readonly Fact[]): Told[] {
  if (facts.some(({ kind }) => kind === 'dispute.opened')) return []
  const cast = facts.flatMap((fact) => (fact.kind === 'ballot.cast' ? [fact.ballot.id] : []))
  const known = Object.entries(dispute.ballots).filter(([id]) => !cast.includes(id))
  const was = { ...dispute, ballots: Object.fromEntries(known) }
  const now = facts.reduce<DisputeRecord>(
    (record, fact) =>
      'dispute' in fact && fact.kind !== 'dispute.opened' ? applyToDispute(record, fact) : record,
    dispute,
  )
  const seats = Object.values(dispute.seats).filter(({ state }) => state === 'seated')
  const viewers: [Told['to'], Viewer][] = [
    [{ roles: watching }, watcher],
    ...seats.map(({ member }): [Told['to'], Viewer] => [
      { members: [member] },
      { id: member, roles: ['panelist'], owner: false },
    ]),
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
