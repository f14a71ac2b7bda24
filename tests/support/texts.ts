import { isSameOrigin, whoOf } from '../../server/http/session.ts'
import { expectOk, type Person, type TestHouse } from './house.ts'
import { cookieOf, origin } from './live.ts'
import { ballotOn, guideline, idOf, importVotes, oneAgainst } from './story.ts'
import { openRaw, openWriter, type TextKind, type Writer } from './text-writer.ts'

const door = { origin, secure: false, port: 8080 }

/** The house on a real port, with its rooms of texts. */
export async function openTextRooms(house: TestHouse) {
  house.installation.documents.listen(house.app.server, {
    isOurs: (headers) => isSameOrigin(headers, origin, true),
    whoOf: (headers) => whoOf(house.house, headers, door),
  })
  const url = await house.app.listen({ port: 0, host: '127.0.0.1' })
  const writers: Writer[] = []
  return {
    url,
    /** Comes with the stock client, as the page does. */
    async write(person: Pick<Person, 'login'>, id: string, kind?: TextKind): Promise<Writer> {
      const writer = openWriter(url, { cookie: await cookieOf(house, person), origin }, id, kind)
      writers.push(writer)
      return writer
    },
    /** Comes with a bare socket, as only somebody who means harm does. */
    raw: async (person: Pick<Person, 'login'>, id: string, kind?: TextKind) =>
      openRaw(url, { cookie: await cookieOf(house, person), origin }, id, kind),
    async close() {
      for (const writer of writers) writer.close()
      await house.installation.documents.close()
      await house.close()
    },
  }
}
export type TextRooms = Awaited<ReturnType<typeof openTextRooms>>

/** A dispute on one item, seated with Ana and Ben. */
export async function furnish(house: TestHouse) {
  await importVotes(
    house,
    [1, 2, 3, 4].flatMap((n) => oneAgainst(`case-${n}`, 2)),
  )
  await house.act('guideline.publish', { texts: guideline, authoritative: 'en', note: 'first' }, undefined, 0)
  const lead = await house.person(['lead'], 'Lea')
  const [ana, ben] = [await house.person(['panelist'], 'Ana'), await house.person(['panelist'], 'Ben')]
  const open = async (item: string): Promise<string> => {
    const { body } = await expectOk(
      lead.call('dispute.open', { items: [{ item: await idOf(house, 'item', item), questions: ['safe'] }] }),
    )
    return body.opened[0].dispute
  }
  const cast = (person: Person, dispute: string, round = 1, value = 'unsafe') =>
    expectOk(
      person.call('ballot.cast', {
        dispute,
        round,
        answers: [ballotOn(value, null)],
        arguments: { safe: 'because' },
      }),
    )
  const reveal = async (item: string) => {
    const dispute = await open(item)
    await cast(ana, dispute)
    await cast(ben, dispute)
    return dispute
  }
  return { lead, ana, ben, open, cast, reveal }
}
