import type { Viewer } from '#shared/dispute-view.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import { type Case, isEnough, rateOf } from '#shared/standing.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { appealedDecisions, overturnedAmong, overturnsOf } from '../appeal/overturns.ts'
import { type AnsweredBlind, answeredBlind } from '../blind-case/answers.ts'
import { namesOf } from '../name.ts'
import { type Pair, pairsOf } from './agreement.ts'
import { openedBallots } from './ballots.ts'
import { dissentsOf, panelDecisions } from './dissents.ts'
import { castTimes, median } from './times.ts'

/** So many of so many alike; a share with its interval only where there are enough independent cases to say one. */
export type Share = {
  alike: number
  n: number
  share: number | null
  interval: [number, number] | null
  why: 'nothing-yet' | 'too-few' | null
}

/** What was ruled on in one dispute is one observation. */
function shareOf(cases: readonly Omit<Case, 'weight'>[]): Share {
  const rate = rateOf(cases.map((one) => ({ ...one, weight: 1 })))
  if (!rate) return { alike: 0, n: 0, share: null, interval: null, why: 'nothing-yet' }
  const { right: alike, n, share, low, high } = rate
  if (!isEnough(rate)) return { alike, n, share: null, interval: null, why: 'too-few' }
  return { alike, n, share, interval: [low, high], why: null }
}

type Ground = Awaited<ReturnType<typeof groundOf>>

/**
 * How the panel judges, all of it together and each one by themselves: counts with their doubt, in the order of names,
 * never of figures. A panelist reads the whole and their own row; an auditor reads no names.
 */
export async function panelMeasures(read: Reader, project: string, viewer: Viewer) {
  const ground = await groundOf(read, project)
  const wide = viewer.owner || viewer.roles.some((role) => role === 'lead' || role === 'auditor')
  const named = viewer.owner || viewer.roles.includes('lead')
  const members = ground.members.filter((id) => wide || id === viewer.id)
  const names = await namesOf(read, members)
  const letters = pseudonyms(project, ground.members)
  const rows = members.map((id) => ({
    member: named || id === viewer.id ? id : '',
    name: named || id === viewer.id ? (names[id] ?? '') : letters.get(id)!,
    mine: id === viewer.id,
    ...rowOf(ground, id),
  }))
  return {
    agreement: shareOf(ground.pairs.map(asCase)),
    repeats: shareOf(ground.blind.filter(({ kind }) => kind === 'repeat').map(withSelf)),
    first: shareOf(ground.blind.filter(({ kind }) => kind === 'first').map(withDecision)),
    overturns: overturnedAmong(ground.decisions, await appealedDecisions(read, project)),
    disputes: new Set(ground.ballots.map(({ dispute }) => dispute)).size,
    panelists: ground.members.length,
    rows: rows.sort((a, b) => a.name.localeCompare(b.name)),
  }
}

async function groundOf(read: Reader, project: string) {
  const ballots = await openedBallots(read, project)
  const panel = (await present(read, 'member', project)).filter(({ roles }) => roles.includes('panelist'))
  return {
    ballots,
    pairs: pairsOf(ballots),
    decisions: await panelDecisions(read, project),
    times: await castTimes(read, project, ballots),
    blind: await answeredBlind(read, project),
    overturns: (await overturnsOf(read, project)).members,
    members: [...new Set([...panel.map(({ id }) => id), ...ballots.map(({ member }) => member)])],
  }
}

function rowOf({ ballots, pairs, decisions, times, blind, overturns }: Ground, member: string) {
  const own = ballots.filter((one) => one.member === member)
  const cases = blind.filter((one) => one.member === member)
  const dissents = dissentsOf(own, decisions)
  const waits = own.flatMap(({ seat, round }) => times.get(`${seat}/${round}`) ?? [])
  return {
    ballots: own.length,
    agreement: shareOf(pairs.filter(({ members }) => members.includes(member)).map(asCase)),
    repeats: shareOf(cases.filter(({ kind }) => kind === 'repeat').map(withSelf)),
    first: shareOf(cases.filter(({ kind }) => kind === 'first').map(withDecision)),
    dissents: { n: dissents.length, adopted: dissents.filter(({ later }) => later).length },
    time: { n: waits.length, median: median(waits) },
    overturns: overturns.get(member) ?? null,
  }
}

const asCase = ({ alike, dispute }: Pair) => ({ right: alike, together: dispute })
const withSelf = ({ asBefore, dispute }: AnsweredBlind) => ({ right: asBefore === true, together: dispute })
const withDecision = ({ asDecided, dispute }: AnsweredBlind) => ({
  right: asDecided === true,
  together: dispute,
})
