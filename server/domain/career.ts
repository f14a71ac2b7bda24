import { and, eq, inArray, min } from 'drizzle-orm'
import {
  CAREER_ENTRIES,
  CAREER_FORMAT,
  type CareerEntry,
  type CareerRecord,
  careerBytes,
} from '#shared/career.ts'
import type { Receipt } from '#shared/receipt.ts'
import { OWN_SOURCE } from '#shared/review.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { nameOfMember } from './name.ts'
import { openedBallots } from './panel/ballots.ts'
import { dissentsOf, panelDecisions } from './panel/dissents.ts'
import { momentsOf } from './panel/times.ts'
import { receipts, wordsIn } from './receipt.ts'
import { ratersOf } from './stand.ts'
import { headOf, publicKey, signed } from './tree-head.ts'
import { upheldVotes } from './upheld-vote.ts'
import type { Project } from './who.ts'

/** What somebody did in a project that speaks for them, to take along: signed, each thing with its place in the log. */
export async function careerOf(
  read: Reader,
  project: Project,
  member: string,
  { data, at }: { data: string; at: number },
): Promise<CareerRecord> {
  const own = (await openedBallots(read, project.id)).filter((one) => one.member === member)
  const decisions = await panelDecisions(read, project.id)
  const sat = new Set(own.map(({ dispute }) => dispute))
  const claims = [
    ...(await upheldOf(read, project.id, member)),
    ...(await adoptedOf(read, project.id, dissentsOf(own, decisions))),
    ...(await opinionsOf(read, project.id, member)),
    ...(await reviewsOf(read, project.id, member)),
  ].sort((a, b) => a.seq - b.seq)
  const many = (...kinds: CareerEntry['kind'][]) => claims.filter(({ kind }) => kinds.includes(kind)).length
  const receipt = receipts(read, project, member)
  const entries: CareerEntry[] = []
  for (const { seq, entry } of claims.slice(-CAREER_ENTRIES)) entries.push(entry(await receipt(seq)))
  const { project: projects } = read.tables
  const [row] = await read.select({ name: projects.name }).from(projects).where(eq(projects.id, project.id))
  const record = {
    format: CAREER_FORMAT,
    project: { id: project.id, key: project.key, name: row!.name },
    person: { member, name: await nameOfMember(read, member) },
    at,
    counts: {
      ballots: own.length,
      decisions: new Set(decisions.map(({ dispute }) => dispute).filter((id) => sat.has(id))).size,
      opinions: many('opinion'),
      reviews: many('review'),
      upheld: many('upheld-vote', 'adopted-dissent'),
    },
    entries,
    head: await headOf(read, project, { data, at }),
    key: publicKey(data),
    signature: '',
  } as const
  return { ...record, signature: signed(data, careerBytes(record)) }
}

/** Something to be shown, and the entry of the log that shows it. */
type Claim = { kind: CareerEntry['kind']; seq: number; entry: (receipt: Receipt) => CareerEntry }

/** Votes that stood against a majority and that a decision upheld. */
async function upheldOf(read: Reader, project: string, member: string): Promise<Claim[]> {
  const upheld = await upheldVotes(read, project, await ratersOf(read, project, member))
  const moments = await momentsOf(
    read,
    project,
    upheld.map(({ seq }) => seq),
  )
  return upheld.map(({ item, question, value, decided, seq }) => ({
    kind: 'upheld-vote',
    seq,
    entry: (receipt) => ({
      kind: 'upheld-vote',
      ...{ at: moments.get(seq)!, question, item, value, decided, receipt },
    }),
  }))
}

/** Ballots that differed from the decision, and whose answer a later decision took. */
async function adoptedOf(
  read: Reader,
  project: string,
  dissents: ReturnType<typeof dissentsOf>,
): Promise<Claim[]> {
  const { decision } = read.tables
  const claims: Claim[] = []
  for (const { later } of dissents) {
    if (!later) continue
    const [row] = await read
      .select({ seq: min(decision.since) })
      .from(decision)
      .where(and(eq(decision.project, project), eq(decision.id, later.id), eq(decision.state, 'signed')))
    const { question, kind, values, signedAt } = later
    const said = { at: signedAt ?? 0, question, decided: { kind, values } }
    claims.push({
      kind: 'adopted-dissent',
      seq: Number(row!.seq),
      entry: (receipt) => ({ kind: 'adopted-dissent', ...said, receipt }),
    })
  }
  return claims
}

async function opinionsOf(read: Reader, project: string, member: string): Promise<Claim[]> {
  const { seat, opinion } = read.tables
  const seats = await read
    .selectDistinct({ id: seat.id })
    .from(seat)
    .where(and(eq(seat.project, project), eq(seat.member, member)))
  if (seats.length === 0) return []
  const ids = seats.map(({ id }) => id)
  const rows = await present(read, 'opinion', project, inArray(opinion.seat, ids))
  return rows.map(({ at, kind, text, since }) => ({
    kind: 'opinion',
    seq: since,
    entry: (receipt) => ({ kind: 'opinion', at, opinion: kind, words: wordsIn(receipt, text), receipt }),
  }))
}

/** Reviews given here; those that another tool brought stand in its own record. */
async function reviewsOf(read: Reader, project: string, member: string): Promise<Claim[]> {
  const { review } = read.tables
  const rows = await present(
    read,
    'review',
    project,
    and(eq(review.reviewer, member), eq(review.source, OWN_SOURCE), eq(review.state, 'given')),
  )
  return rows.map(({ at, question, verdict, words, since }) => ({
    kind: 'review',
    seq: since,
    entry: (receipt) => ({
      kind: 'review',
      ...{ at: at ?? 0, question, verdict: verdict! },
      ...{ words: wordsIn(receipt, words), receipt },
    }),
  }))
}
