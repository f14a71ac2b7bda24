import { plainName } from './names.ts'
import type { Samples } from './shapes.ts'

/** What is asked of people, in the words of files. */
const traits =
  'language lang nativelanguage firstlanguage mothertongue locale region country nation nationality city state gender sex age agegroup agerange race ethnicity education degree expertise specialty speciality profession occupation job experience yearsofexperience 言語 母語 母国語 国 国籍 地域 居住地 居住国 都道府県 性別 年齢 年代 年齢層 人種 学歴 専門 専門分野 職業 職種 経験 経験年数'.split(
    ' ',
  )
const ofRater =
  /^(?:rater|worker|annotator|labell?er|judge|coder|participant|performer|user|評価者の?|アノテータ?ーの?|作業者の?|判定者の?|注釈者の?|担当者の?|回答者の?)(?=.)/
/** Rows looked at may contradict each other for one rater in twenty; the report then says so. */
const CONTRADICTING = 0.05
/** What has more different values than this is no group of raters. */
const MOST_VALUES = 200

/** Columns that say something of the rater: by their name, and because a rater's rows all say the same. */
export function saidOfRaters(
  columns: readonly string[],
  samples: Samples,
  { item, rater }: { item?: string | undefined; rater: string },
): { column: string; tier: 'sure' | 'guess' }[] {
  return columns.flatMap((column) => {
    const plain = plainName(column)
    const own = ofRater.test(plain)
    const known = traits.includes(plain.replace(ofRater, ''))
    if (!own && !known) return []
    const values = samples[column] ?? []
    if (new Set(values).size > MOST_VALUES || !follows(values, samples[rater])) return []
    // Of a bare name only the votes tell whose it is: an item's language follows the item.
    const ofItem = item !== undefined && follows(values, samples[item], 0)
    if (!own && ofItem && plain !== 'age' && /^(language|lang|locale|言語|state)$/.test(plain)) return []
    return [{ column, tier: own && known ? ('sure' as const) : ('guess' as const) }]
  })
}

/** Whether nearly all rows with the same key have the same value. */
function follows(
  values: readonly unknown[],
  keys: readonly unknown[] | undefined,
  spare = CONTRADICTING,
): boolean {
  if (!keys || keys.length !== values.length) return false
  const said = new Map<unknown, Set<unknown>>()
  for (const [n, value] of values.entries()) {
    if (value === '' || value === null || value === undefined) continue
    const own = said.get(keys[n]) ?? new Set()
    said.set(keys[n], own.add(value))
  }
  const differing = [...said.values()].filter((own) => own.size > 1).length
  return said.size > 0 && differing <= said.size * spare
}
