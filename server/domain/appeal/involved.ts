import { eq } from 'drizzle-orm'
import { isInvolved } from '#shared/appeal.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { membersBehind } from '../conflict.ts'
import { reviewersOf } from '../review/reviewer.ts'
import { disputesOn } from './hearing.ts'
import type { AppealRow } from './record.ts'

/** Who had a part in what is appealed, and how a member stands to it. */
export type Involvement = (member: string) => { involved: boolean; party: boolean; nobodyElse: boolean }

export async function involvementIn(read: Reader, project: string, appeal: AppealRow): Promise<Involvement> {
  const disputes = await disputesOn(read, project, appeal.item)
  const behind = await membersBehind(read, project)
  const raters = disputes.flatMap(({ votes }) => votes.map(({ rater }) => rater))
  const about = {
    filedBy: appeal.by,
    voters: [...raters, appeal.rater].flatMap((rater) => [...(behind.get(rater) ?? [])]),
    seats: disputes.flatMap(({ seats }) => Object.values(seats).map(({ member }) => member)),
    signedBy: disputes.flatMap(({ decisions }) => Object.values(decisions).map(({ signedBy }) => signedBy)),
    reviewers: await reviewersOf(read, project, appeal),
  }
  const all = await leading(read, project)
  const nobodyElse = all.every((member) => isInvolved(member, about))
  return (member) => ({
    involved: isInvolved(member, about),
    party: about.filedBy === member || about.voters.includes(member),
    nobodyElse,
  })
}

/** The project's leads, and the installation's owners under the name they act by here. */
async function leading(read: Reader, project: string): Promise<string[]> {
  const { person } = read.tables
  const members = await present(read, 'member', project)
  const owners = await read.select({ id: person.id }).from(person).where(eq(person.owner, 1))
  return [
    ...members.filter(({ roles }) => roles.includes('lead')).map(({ id }) => id),
    ...owners.map(({ id }) => members.find((one) => one.person === id)?.id ?? id),
  ]
}
