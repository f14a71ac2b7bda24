import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '#shared/member.ts'
import { defaultPolicy, type Policy } from '#shared/policy.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { disputeOf } from '../../server/domain/dispute-record.ts'
import { expectOk, openHouse, type Person, type TestHouse } from './house.ts'
import type { Dialect } from './stores.ts'
import { ballotOn, guideline, idOf, importVotes, oneAgainst, projectId } from './story.ts'

export type Panel = Awaited<ReturnType<typeof openPanel>>

/** A house whose lead has votes on `items`, one dissenter each, and a policy; nobody is on the panel yet. */
export async function openPanel(dialect: Dialect, items: readonly string[], policy: Partial<Policy> = {}) {
  const house = await openHouse(dialect)
  await importVotes(
    house,
    items.flatMap((item) => oneAgainst(item, 4)),
  )
  await house.act(
    'guideline.publish',
    { texts: guideline, authoritative: 'en', note: 'First.' } as never,
    undefined,
    0,
  )
  await setPolicy(house, policy, defaultPolicy.version)
  const project = await projectId(house)
  const lead = await house.person(['lead'], 'Lena')
  const record = (id: string): Promise<DisputeRecord> => disputeOf(house.store.read, project, id)
  return {
    house,
    project,
    lead,
    record,
    /** Opens the room of an item; its id. */
    async open(item: string): Promise<string> {
      const wanted = [{ item: await idOf(house, 'item', item), questions: ['safe'] }]
      const { body } = await expectOk(house.hostCall('dispute.open', { items: wanted }))
      return body.opened[0].dispute
    },
    /** Members with a seat now, by letter. */
    async seated(id: string): Promise<string[]> {
      return Object.values((await record(id)).seats)
        .filter(({ state }) => state === 'seated')
        .sort((a, b) => (a.letter < b.letter ? -1 : 1))
        .map(({ member }) => member)
    },
    cast: async (person: Person, dispute: string, value = 'unsafe') =>
      person.call('ballot.cast', {
        dispute,
        round: (await record(dispute)).round,
        answers: [ballotOn(value, null)],
        arguments: { safe: 'because' },
      }),
    sign: async (person: Person, dispute: string) => {
      const { version } = (await person.get(`/projects/${house.key}/disputes/${dispute}`)).body
      return person.call(
        'decision.sign',
        { dispute, rationale: 'so it is', reason: 'they were many' },
        { ifMatch: version },
      )
    },
    /** The kinds of facts about a dispute, of all commands since `from` of them were published. */
    factsSince: (from: number, dispute: string) =>
      house.published
        .slice(from)
        .flatMap(({ facts }) => facts)
        .filter((fact) => 'dispute' in fact && fact.dispute === dispute)
        .map(({ kind }) => kind),
    /** Of the last command, the kinds of facts in their order. */
    lastFacts: () => house.published.at(-1)!.facts.map(({ kind }) => kind),
    /** Joins by a link, without declaring. */
    invite: async (person: Person, more: { roles: Role[]; dispute?: string; rater?: string }) => {
      const { body } = await expectOk(house.hostCall('link.invite', { name: 'Somebody', ...more }))
      return person.call('member.join', { token: String(body.url).split('/').at(-1) })
    },
  }
}

export async function setPolicy(house: TestHouse, policy: Partial<Policy>, version: number) {
  const { version: _version, ...whole } = { ...defaultPolicy, ...policy }
  await house.act('policy.set', whole, undefined, version)
}

/** Items with what seating looks at; their votes come after. */
export async function importItems(
  house: TestHouse,
  items: readonly { item: string; language: string | null; tags: string[] }[],
) {
  const file = join(house.data, 'items.jsonl')
  const lines = items.map(({ item, language, tags }) =>
    JSON.stringify({ item, ...(language ? { language } : {}), tags, text: `text of ${item}` }),
  )
  writeFileSync(file, `${lines.join('\n')}\n`)
  await importVotes(
    house,
    items.flatMap(({ item }) => oneAgainst(item, 4)),
    'more.csv',
    {
      partial: true,
      items: file,
      map: 'item=item,rater=rater,value=label,note=note,at=at',
      itemsMap: 'item=item,language=language,tags=tags,text=text',
    },
  )
}

/** The marks of a basis that hold now on the votes of a dispute, as `mark because`, each once. */
export async function marksOn(
  { house, record }: Pick<Panel, 'house' | 'record'>,
  id: string,
): Promise<string[]> {
  const { mark } = house.store.read.tables
  const votes = (await record(id)).votes.map(({ vote }) => vote)
  const rows = (await house.store.read.select().from(mark)).filter(
    (row) => row.until === null && row.basis === 'decision' && votes.includes(row.vote),
  )
  return rows.map((row) => `${row.mark} ${row.because}`).sort()
}
