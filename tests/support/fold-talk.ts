import { causes } from '#shared/answer.ts'
import { opinionKinds } from '#shared/opinion.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { ProjectState } from '#shared/state.ts'
import type { Anchor } from '#shared/thread.ts'
import type { Who } from '../../server/domain/who.ts'
import type { Person, TestHouse } from './house.ts'
import { ballotOn } from './story.ts'

type Dice = (n: number) => number

/** What a panel says after the reveal, in no particular order; much of it is refused. */
export function talkActs(
  house: TestHouse,
  state: ProjectState,
  panel: readonly Person[],
  dice: Dice,
): (() => Promise<unknown>)[] {
  const pick = <T>(list: readonly T[]): T | undefined => list[dice(list.length || 1)]
  const open = Object.values(state.disputes).filter(({ state }) => ['revealed', 'decided'].includes(state))
  const dispute = pick(open)
  // What is decided piles up, and causes are named before.
  const revealed = pick(open.filter(({ state }) => state === 'revealed')) ?? dispute
  const alike = () => agree(house, state, panel, dice)
  if (!dispute) return [alike, alike, alike]
  const seatedIn = ({ seats }: DisputeRecord): Who => {
    const seat = pick(Object.values(seats).filter((one) => one.state === 'seated'))
    const person = panel.find(({ member }) => member === seat?.member) ?? pick(panel)!
    return { person: person.person, owner: false }
  }
  const who = seatedIn(dispute)
  const host: Who = { machine: 'host' }
  const thread = pick(Object.values(dispute.threads))
  const about = { dispute: dispute.id, thread: thread?.id ?? '' }
  const mentions = dice(3) === 0 ? [pick(panel)!.member] : []
  return [
    alike,
    alike,
    alike,
    async () => revealed && house.act('cause.name', causeOn(revealed, dice), seatedIn(revealed)),
    async () => revealed && house.act('cause.name', causeOn(revealed, dice), seatedIn(revealed)),
    () => talk(house, dispute, { who, mentions }, dice),
    () => talk(house, dispute, { who, mentions }, dice),
    async () => thread && house.act('comment.add', { ...about, text: 'because', mentions }, who),
    async () => thread && house.act('thread.resolve', about, pick([who, host])),
    async () => thread && house.act('thread.reopen', about, who),
    async () =>
      house.act('opinion.write', { dispute: dispute.id, kind: pick(opinionKinds)!, text: 'because' }, who),
    async () =>
      house.act('opinion.write', { dispute: dispute.id, kind: pick(opinionKinds)!, text: 'because' }, who),
    async () => house.act('decision.consent', { disputes: open.slice(0, 100).map(({ id }) => id) }, host),
    async () => house.act('decision.pull', { dispute: dispute.id, reason: 'because' }, who),
  ]
}

/** Every seat of a round casts the same, and the decision is signed from the consent list; sometimes it is taken out again. */
async function agree(house: TestHouse, state: ProjectState, panel: readonly Person[], dice: Dice) {
  const voting = Object.values(state.disputes).filter((one) => one.state === 'voting' && !one.held)
  const dispute = voting[dice(voting.length || 1)]
  if (!dispute) return
  const { id, round } = dispute
  const seated = Object.values(dispute.seats).filter((one) => one.state === 'seated')
  const people = panel.filter(({ member }) => seated.some((seat) => seat.member === member))
  const answers = [
    ballotOn(dice(2) ? 'safe' : 'unsafe', null, { cause: causes[dice(causes.length)] }),
  ] as never
  for (const { person } of people)
    await house.act('ballot.cast', { dispute: id, round, answers, arguments: {} }, { person, owner: false })
  await house.act('decision.consent', { disputes: [id] })
  const { person } = people[0]!
  if (dice(2)) await house.act('decision.pull', { dispute: id, reason: 'because' }, { person, owner: false })
}

/** A thread from its first word; one of two is resolved at once. */
async function talk(
  house: TestHouse,
  dispute: DisputeRecord,
  { who, mentions }: { who: Who; mentions: string[] },
  dice: Dice,
) {
  const { id } = dispute
  const anchor = anchorOn(dispute, dice)
  const { answer } = await house.act('thread.open', { dispute: id, anchor, text: 'why?', mentions }, who)
  const thread = String(answer.thread)
  await house.act('comment.add', { dispute: id, thread, text: 'because', mentions }, who)
  if (dice(2)) await house.act('thread.resolve', { dispute: id, thread }, who)
}

function causeOn({ id, round, votes, decisions }: DisputeRecord, dice: Dice) {
  const pick = <T>(list: readonly T[]): T | undefined => list[dice(list.length || 1)]
  const camp = pick(Object.values(decisions).flatMap(({ causes }) => causes))?.camp ?? 'safe'
  const vote = pick(votes)?.vote ?? null
  return {
    dispute: id,
    round,
    question: 'safe',
    ...(dice(2) ? { camp, vote: null } : { camp: null, vote }),
    cause: pick(causes)!,
  }
}

function anchorOn({ votes, ballots }: DisputeRecord, dice: Dice): Anchor {
  const anchors: Anchor[] = [
    { kind: 'case' },
    { kind: 'item', block: 0, from: dice(3), to: 4 },
    { kind: 'vote', vote: votes[dice(votes.length || 1)]?.vote ?? 'aaaaaaaaaa' },
    { kind: 'ballot', ballot: Object.keys(ballots)[0] ?? 'aaaaaaaaaa' },
  ]
  return anchors[dice(anchors.length)]!
}

/** Threads and opinions as the facts have them: the words stand apart. */
export const withoutWords = ({ threads, opinions }: DisputeRecord) => ({
  threads: Object.fromEntries(
    Object.entries(threads).map(([id, thread]) => [
      id,
      { ...thread, comments: thread.comments.map(({ text: _words, ...comment }) => comment) },
    ]),
  ),
  opinions: Object.fromEntries(
    Object.entries(opinions).map(([id, { text: _words, ...opinion }]) => [id, opinion]),
  ),
})

/** How much was said, so that silence is noticed. */
export function saidIn(state: ProjectState) {
  const all = Object.values(state.disputes)
  const decisions = all.flatMap((one) => Object.values(one.decisions))
  return {
    threads: all.some(({ threads }) => Object.keys(threads).length > 0),
    resolved: all.some(({ threads }) => Object.values(threads).some(({ state }) => state === 'resolved')),
    causes: all.some(({ causes }) => Object.keys(causes).length > 0),
    opinions: all.some(({ opinions }) => Object.keys(opinions).length > 0),
    consent: decisions.some(({ consent }) => consent),
    pulled: decisions.some(({ pulled }) => pulled),
  }
}
