import { refuseSanction, refuseSanctionAnswer, type SanctionSignature, stateAfter } from '#shared/bar.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Asked, Handler, Result } from '../../command.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { membersBehind } from '../conflict.ts'
import { sanctionRecord } from '../fair-state.ts'
import { momentOf } from '../moment.ts'
import { ratersOf } from '../stand.ts'
import { groundless, withdrawSanctions } from './ground.ts'
import { changeSanction, handOf, isGuest, openAppealsBefore, type SanctionRow, sanctionOf } from './record.ts'
import { type SanctionFact, tellSanctions } from './told.ts'

/** The rater's own words on what is proposed against them; they stand before whoever signs. */
export const answerSanction: Handler<'sanction.answer'> = async (tx, { sanction: id, text }, asked) => {
  const { project, actor, at } = asked
  const row = await sanctionOf(tx, project.id, id)
  // Of somebody else's proposal nobody learns so much as that it is there.
  if (!(await ratersOf(tx, project.id, actor.id)).includes(row.rater)) throw new Refusal('not-found')
  refuse(refuseSanctionAnswer(sanctionRecord(row)))
  await changeSanction(tx, asked, row, { answer: text, answeredAt: at })
  const fact: SanctionFact = { kind: 'sanction.answered', sanction: id, at }
  return {
    facts: [fact],
    told: await tellSanctions(tx, project.id, [row], [fact]),
    texts: [{ author: actor.id, of: `${id}/answer`, words: text }],
    subject: id,
    answer: { version: at },
  }
}

/** One of the two signatures that it takes, with words, and the rater's answer read (law 8). */
export const signSanction: Handler<'sanction.sign'> = async (tx, { sanction: id, verdict, words }, asked) => {
  const { project, actor, at } = asked
  // No act against a person without people.
  if (actor.machine || (await isGuest(tx, project.id, actor.id))) throw new Refusal('not-allowed')
  const row = await sanctionOf(tx, project.id, id)
  const by = await handOf(tx, actor.id, row.signatures)
  const given = { by, verdict, at }
  await refuseSign(tx, asked, row, given)
  if (verdict === 'impose' && (await groundless(tx, project.id, [row], at)).length > 0)
    return withoutGround(tx, asked, row)
  const signature: SanctionSignature = { by, at, verdict }
  const state = stateAfter(sanctionRecord(row), signature)
  await changeSanction(tx, asked, row, { state, signatures: [...row.signatures, { ...signature, words }] })
  const fact: SanctionFact = { kind: 'sanction.signed', sanction: id, signature, state }
  return {
    facts: [fact],
    told: await tellSanctions(tx, project.id, [row], [fact]),
    texts: [{ author: actor.id, of: `${id}/${row.signatures.length + 1}`, words }],
    subject: id,
    answer: { state },
  }
}

async function refuseSign(
  read: Reader,
  { project, actor, ifMatch }: Asked,
  row: SanctionRow,
  given: Pick<SanctionSignature, 'by' | 'verdict' | 'at'>,
): Promise<void> {
  const theirs = (await membersBehind(read, project.id)).get(row.rater)?.has(actor.id) ?? false
  const open = (await openAppealsBefore(read, project.id, [row])).get(row.id)! > 0
  refuse(refuseSanction(sanctionRecord(row), given, { theirs, open }), { until: momentOf(row.answerBy) })
  // Signed with the answer before them: not with the one before that.
  if (ifMatch !== (row.answeredAt ?? 0)) throw new Refusal('stale')
}

/** Marks changed since the review: nothing is signed, the proposal goes, and whoever would have signed hears why. */
async function withoutGround(tx: Writer, asked: Asked, row: SanctionRow): Promise<Result> {
  const withdrawn = await withdrawSanctions(tx, asked, [row])
  return { ...withdrawn, subject: row.id, refused: new Refusal('ground-gone') }
}
