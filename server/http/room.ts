import { eq } from 'drizzle-orm'
import { refuseChair } from '#shared/dispute.ts'
import { sightOf, type Viewer, viewDispute } from '#shared/dispute-view.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import { canonical, type Question, type Value } from '#shared/question.ts'
import { mayRead, mayWrite, rationaleId, rationaleNow } from '#shared/rationale.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { split } from '#shared/split.ts'
import { refuseTalk } from '#shared/talk.ts'
import { appealHeard } from '../domain/appeal/read.ts'
import { isSealed, sealedItems } from '../domain/appeal/sealed.ts'
import { citationsOf } from '../domain/citation-view.ts'
import { refuseSigning } from '../domain/decision.ts'
import { disputeOf, disputeSeq } from '../domain/dispute-record.ts'
import { clausesAt } from '../domain/guideline.ts'
import { namesOf } from '../domain/name.ts'
import { byAge, hearingsOf } from '../domain/newest.ts'
import { questionsOf } from '../domain/round.ts'
import { mentionable } from '../domain/thread.ts'
import { type Turn, turnsOf } from '../domain/turns.ts'
import { conflictsOf, unlinkedRaters } from '../domain/unlinked.ts'
import { itemsOf, votesOfItems } from '../domain/vote.ts'
import type { Project } from '../domain/who.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** Everything one screen needs of a dispute, as its viewer may know it. */
export async function roomOf(read: Reader, project: Project, viewer: Viewer, id: string) {
  const record = await disputeOf(read, project.id, id)
  const sealed = await sealedItems(read, project.id, viewer.id)
  if (sightOf(record, viewer) === 'outside' || isSealed(sealed, record)) throw new Refusal('not-found')
  const dispute = viewDispute(record, viewer)
  const item = (await itemsOf(read, project.id, [record.item])).get(record.item)
  const questions = (await questionsOf(read, project.id)).filter(({ key }) => record.questions.includes(key))
  const presides = refuseChair(record, { ...viewer, roles: [...viewer.roles] }) === undefined
  const turns = await turnsOf(read, project.id, id)
  return {
    seq: project.seq,
    version: await disputeSeq(read, project.id, id),
    dispute,
    external: item?.external ?? '',
    content: item?.content ?? [],
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    turns,
    ...(await peopleOf(read, project.id, record, { ...dispute, turns }, viewer)),
    me: {
      member: viewer.id,
      seat:
        Object.values(dispute.seats).find((seat) => seat.member === viewer.id && seat.state === 'seated')
          ?.id ?? null,
    },
    questions,
    clauses: record.guideline === null ? [] : await clausesAt(read, project.id, record.guideline),
    splits: dispute.votes.length === 0 ? [] : await splitsOf(read, record, questions),
    unlinked: await unlinkedRaters(read, project.id, record),
    conflicts: dispute.votes.length === 0 ? [] : await conflictsOf(read, project.id, record),
    lateMajority: lateMajority(dispute, questions),
    canSign: refuseSigning(record, viewer) === undefined,
    canHold: presides && (record.state === 'voting' || record.state === 'revealed'),
    rationale: rationaleOf(record, viewer),
    reasons: await reasonsOf(read, project.id, dispute),
    citations: await citationsOf(read, project.id, record, viewer),
    appeal: await appealHeard(read, project.id, viewer, record.appeal),
    later: await laterOf(read, project.id, record),
  }
}

/** The newest hearing of the case by another panel since. */
async function laterOf(read: Reader, project: string, record: DisputeRecord) {
  const all = await hearingsOf(read, project, record.item)
  const later = all.findLast(
    (one) => byAge(one, record) > 0 && one.questions.some((key) => record.questions.includes(key)),
  )
  return later ? { dispute: later.id, state: later.state } : null
}

/** Auditors read everything but who somebody is. */
const isAuditor = (viewer: Viewer) =>
  !viewer.owner && viewer.roles.includes('auditor') && !viewer.roles.includes('lead')

/** Whom the room names: seats, signers, whoever reopened it, wrote in it or was called, and whom a comment may reach. */
async function peopleOf(
  read: Reader,
  project: string,
  record: DisputeRecord,
  { seats, decisions, threads, turns }: DisputeRecord & { turns: Turn[] },
  viewer: Viewer,
) {
  if (isAuditor(viewer)) return { names: {}, mentionable: [] }
  const reached = (await mentionable(read, project, record)).filter((id) => id !== viewer.id)
  const members = [
    ...Object.values(seats).map(({ member }) => member),
    ...Object.values(decisions).flatMap(({ signedBy }) => signedBy ?? []),
    ...turns.map(({ by }) => by),
    ...Object.values(threads).flatMap(({ comments }) =>
      comments.flatMap(({ by, mentions }) => [by, ...mentions]),
    ),
    ...reached,
  ]
  return {
    names: await namesOf(read, [...new Set(members)]),
    // Whoever may not speak here yet is not told who does.
    mentionable: refuseTalk(record, viewer) ? [] : reached,
  }
}

/** Camps with raters' notes, raters under names redrawn for this item (law 10). */
async function splitsOf(
  read: Reader,
  dispute: Pick<DisputeRecord, 'item' | 'votes'>,
  questions: readonly Question[],
) {
  const notes = new Map((await votesOfItems(read, [dispute.item])).map(({ vote, note }) => [vote, note]))
  const names = pseudonyms(
    dispute.item,
    dispute.votes.map(({ rater }) => rater),
  )
  return questions.map((question) => {
    const votes = dispute.votes.filter((vote) => vote.question === question.key)
    const counted = votes.filter(({ late }) => !late)
    return {
      question: question.key,
      ...split(
        question,
        counted.map(({ value }) => value),
      ),
      votes: votes.map(({ vote, rater, value, at, late }) => ({
        vote,
        rater: names.get(rater)!,
        value,
        note: notes.get(vote) ?? null,
        at,
        late: late === true,
      })),
    }
  })
}

/** Votes that came late change nothing; where they would change the majority, it is said how. */
function lateMajority({ votes }: DisputeRecord, questions: readonly Question[]) {
  const said = (value: Value | null) => (value === null ? null : canonical(value))
  return questions.flatMap((question) => {
    const own = votes.filter((vote) => vote.question === question.key)
    if (!own.some(({ late }) => late)) return []
    const values = (some: typeof own) => some.map(({ value }) => value)
    const before = split(question, values(own.filter(({ late }) => !late))).majority
    const { majority } = split(question, values(own))
    return said(before) === said(majority) ? [] : [{ question: question.key, majority }]
  })
}

function rationaleOf(record: DisputeRecord, viewer: Viewer) {
  const n = rationaleNow(record)
  if (!mayRead(record, viewer, n)) return null
  return { doc: rationaleId({ dispute: record.id, n }), mayWrite: mayWrite(record, viewer, n) }
}

/** Why a decision was signed with something missing, or why a draft was taken out of the consent list. */
async function reasonsOf(read: Reader, project: string, { id, decisions }: DisputeRecord) {
  const rows = await present(read, 'decision', project, eq(read.tables.decision.dispute, id))
  return Object.fromEntries(
    rows.flatMap((row) => (row.reason && decisions[row.id] ? [[row.id, row.reason] as const] : [])),
  )
}
