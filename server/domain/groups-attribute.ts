import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** What is said of each rater by the attribute's name: by imports that are done, and by leads. */
export async function attributesOf(read: Reader, project: string): Promise<Map<string, Map<string, string>>> {
  const rows = (await present(read, 'raterAttribute', project)).filter(({ since }) => since > 0)
  const byName = new Map<string, Map<string, string>>()
  for (const { rater, name, value } of rows.sort((a, b) => (a.name < b.name ? -1 : 1)))
    byName.set(name, (byName.get(name) ?? new Map()).set(rater, value))
  return byName
}
