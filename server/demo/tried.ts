import { and, eq, isNull } from 'drizzle-orm'
import type { Demo, Visit } from '../http/demo.ts'
import type { Reader } from '../store/store.ts'

const acts = ['ballot', 'appeal', 'admit']

/** What of the list a visit has done: the case was come to by whom it is meant for, a ballot cast, a page seen to have changed. */
export async function triedBy(
  read: Reader,
  { links, tries }: Demo,
  { who, command, place }: Visit,
): Promise<string[]> {
  const me = links.find(({ person }) => person === who.person)
  if (command === 'ballot.cast') return ['ballot']
  if (command === 'guideline.publish') return ['publish']
  if (command === 'appeal.file') return ['appeal']
  if (command === 'appeal.admit') return ['admit']
  const there = tries
    // Some are done by an act, not by coming.
    .filter(({ key, as, to }) => !acts.includes(key) && as === me?.key && to.split('/').at(-1) === place)
    .map(({ key }) => key)
  if (!there.includes('flip') || (await isDecided(read, place!))) return there
  return there.filter((key) => key !== 'flip')
}

async function isDecided(read: Reader, vote: string): Promise<boolean> {
  const { mark } = read.tables
  const rows = await read
    .select({ vote: mark.vote })
    .from(mark)
    .where(and(eq(mark.vote, vote), eq(mark.basis, 'decision'), isNull(mark.until)))
  return rows.length > 0
}
