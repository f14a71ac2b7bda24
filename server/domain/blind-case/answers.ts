import { inArray } from 'drizzle-orm'
import { position } from '#shared/answer.ts'
import { type BlindKind, decidedPosition } from '#shared/blind-case.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { lastBallot } from '../cast-ballot.ts'
import { disputeRecords } from '../dispute-record.ts'
import { setOf } from './blind-case.ts'
import { decisionOn } from './view.ts'

/** One question of a blind case, against the decision that holds and, put to somebody again, against their own ballot. */
export type AnsweredBlind = {
  member: string
  kind: BlindKind
  dispute: string
  asDecided: boolean | null
  asBefore: boolean | null
}

/** Of sets that are given in full: a part of one would say what became of it. */
export async function answeredBlind(read: Reader, project: string): Promise<AnsweredBlind[]> {
  const cases = await present(read, 'blindCase', project)
  const keyed = (one: (typeof cases)[number]) => `${one.member}/${setOf(one)}`
  const open = new Set(cases.filter(({ state }) => state === 'asked').map(keyed))
  const given = cases.filter((one) => !open.has(keyed(one)))
  if (given.length === 0) return []
  const ids = [...new Set(given.map(({ dispute }) => dispute))]
  const disputes = new Map(
    (await disputeRecords(read, project, inArray(read.tables.dispute.id, ids))).map((one) => [one.id, one]),
  )
  return given.flatMap((one) => {
    const { member, kind, dispute: id, answers } = one
    const dispute = disputes.get(id)
    if (!dispute) return []
    const before = kind === 'repeat' ? lastBallot(dispute, one) : undefined
    return answers.flatMap((answer): AnsweredBlind[] => {
      const decision = decisionOn(dispute, answer.question)
      const own = before?.answers?.find(({ question }) => question === answer.question)
      const asDecided = decision ? position(answer) === decidedPosition(decision) : null
      const asBefore = own ? position(answer) === position(own) : null
      if ((kind === 'first' ? asDecided : asBefore) === null) return []
      return [{ member, kind, dispute: id, asDecided, asBefore }]
    })
  })
}
