import { and, eq } from 'drizzle-orm'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { ratersOf } from '../stand.ts'
import type { Project } from '../who.ts'
import { dataOfPanelist } from './data-panelist.ts'
import { dataOfRater } from './data-rater.ts'
import { dataOfReviewer } from './data-reviewer.ts'

/**
 * Everything a project holds about one person, in their own hands: as a rater, as a reviewer, as a panelist. Nobody else
 * is named in it: whoever reviewed them, answered them or sat beside them is left out.
 */
export async function myData(read: Reader, { id, key, seq }: Project, member: string) {
  const raters = await ratersOf(read, id, member)
  return {
    format: 'gogi/my-data/v1',
    project: key,
    seq,
    person: await personOf(read, id, member),
    rater: raters.length === 0 ? null : await dataOfRater(read, id, { member, raters }),
    reviewer: await dataOfReviewer(read, id, member),
    panelist: await dataOfPanelist(read, id, member),
  }
}

async function personOf(read: Reader, project: string, id: string) {
  const { member, person, reads } = read.tables
  const [row] = await read
    .select({ name: person.name, login: person.login, locale: person.locale, roles: member.roles })
    .from(member)
    .innerJoin(person, eq(person.id, member.person))
    .where(and(eq(member.project, project), eq(member.id, id)))
  const [languages] = await present(read, 'reads', project, eq(reads.member, id))
  return { member: id, ...row, reads: languages?.languages ?? [] }
}
