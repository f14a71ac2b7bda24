import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { access, hangUp, message } from '#shared/live-text.ts'
import { firstRationale } from '#shared/rationale.ts'
import { TEXTS_PER_PERSON } from '../../server/live/documents.ts'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, origin, ownerOf, until } from '../support/live.ts'
import { dialects } from '../support/stores.ts'
import { frame, openWriter, presence, updateOf } from '../support/text-writer.ts'
import { furnish, openTextRooms, type TextRooms } from '../support/texts.ts'

describe.each(dialects)('a shared rationale on %s', (dialect) => {
  let house: TestHouse
  let rooms: TextRooms
  let panel: Awaited<ReturnType<typeof furnish>>
  let dispute: string
  let id: string
  beforeAll(async () => {
    house = await openHouse(dialect)
    rooms = await openTextRooms(house)
    panel = await furnish(house)
    dispute = await panel.reveal('case-1')
    id = `${dispute}-0`
  })
  afterAll(() => rooms.close())
  const come = async (person: Pick<Person, 'login'>, text = id) => {
    const writer = await rooms.write(person, text)
    await writer.synced()
    return writer
  }

  test('two who write at once end with the same text, and it is there when somebody comes later', async () => {
    const [ana, ben] = [await come(panel.ana), await come(panel.ben)]
    expect(ana.read()).toBe(firstRationale('en'))
    for (let i = 0; i < 50; i++) {
      ana.text.insert(ana.text.length, `a${i} `)
      ben.text.insert(0, `b${i} `)
    }
    ana.text.delete(3, 4)
    await Promise.all([ana.saved(), ben.saved()])
    await until(() => ana.read() === ben.read())
    expect(ana.read()).toContain('a49')
    const late = await come(panel.lead)
    expect(late.read()).toBe(ana.read())
    for (const one of [ana, ben, late]) one.close()
  })
  test('a barrier comes back when what came before it is stored, and not before', async () => {
    const { texts } = house.installation
    const ana = await come(panel.ana)
    const before = (await texts.load(`rationale/${id}`))!.seq
    let heard = 0
    for (let i = 1; i <= 20; i++) {
      ana.text.insert(0, 'x')
      const back = ana.saved()
      back.then(() => heard++)
      await back
      expect((await texts.load(`rationale/${id}`))!.seq).toBe(before + i)
    }
    expect(heard).toBe(20)
    ana.close()
  })
  test('what is not stored is shown to nobody, and everybody comes back to what is', async () => {
    const { texts } = house.installation
    const [ana, ben] = [await come(panel.ana), await come(panel.ben)]
    const stood = ben.read()
    const append = texts.append
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    texts.append = () => Promise.reject(new Error('the disk is full'))
    ana.text.insert(0, 'NEVER STORED')
    let saved = false
    ana.saved().then(() => {
      saved = true
    })
    await until(() => !ana.provider.wsconnected && !ben.provider.wsconnected)
    texts.append = append
    expect(String(said.mock.calls[0])).toContain('the disk is full')
    said.mockRestore()
    await until(() => ana.provider.synced && ben.provider.synced)
    expect(saved).toBe(false)
    await ana.saved()
    // The writer still had it, and sent it again when it could be kept.
    await until(() => ben.read() === `NEVER STORED${stood}`)
    expect(ana.read()).toBe(ben.read())
    for (const one of [ana, ben]) one.close()
  })
  test('what is wrong with a stored text stops it, and nothing is stored over it', async () => {
    const { texts } = house.installation
    const other = `${await panel.reveal('case-2')}-0`
    const load = texts.load
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    texts.load = async (doc) => {
      const stored = await load(doc)
      return stored && { ...stored, rows: [{ seq: 1, data: new Uint8Array([9, 9, 9]) }] }
    }
    const ana = await rooms.write(panel.ana, other)
    ana.text.insert(0, 'over it')
    await until(() => ana.provider.wsUnsuccessfulReconnects > 1)
    expect(ana.provider.synced).toBe(false)
    texts.load = load
    said.mockRestore()
    await ana.synced()
    await ana.saved()
    expect(ana.read()).toContain(firstRationale('en'))
    ana.close()
  })

  test('before the first reveal nobody can open it, whoever they are', async () => {
    const sealed = await panel.open('case-3')
    const owner = { cookie: await ownerOf(house), origin }
    for (const person of [panel.ana, panel.ben, panel.lead])
      expect(await (await rooms.write(person, `${sealed}-0`)).closed).toBe(hangUp.noAccess)
    expect(await openWriter(rooms.url, owner, `${sealed}-0`).closed).toBe(hangUp.noAccess)
    await panel.cast(panel.ana, sealed)
    expect(await (await rooms.write(panel.ana, `${sealed}-0`)).closed).toBe(hangUp.noAccess)
    expect(await house.installation.texts.load(`rationale/${sealed}-0`)).toBe(null)
  })
  test('strangers, raters and texts that do not exist', async () => {
    const rater = await house.person(['rater'])
    const panelist = await house.person(['panelist'])
    for (const person of [rater, panelist])
      expect(await (await rooms.write(person, id)).closed).toBe(hangUp.noAccess)
    await house.act('member.remove', { member: panelist.member })
    for (const odd of [`${dispute}-1`, `${dispute}-7`])
      expect(await (await rooms.write(panel.lead, odd)).closed).toBe(hangUp.noAccess)
    for (const odd of [dispute, 'aaaaaaaaaa-0', `${dispute}--1`, `${dispute}-00`])
      expect(await (await rooms.write(panel.lead, odd)).closed).toBe(hangUp.notFound)
    const nobody = openWriter(rooms.url, { origin, cookie: 'sid8080=aaaaaaaaaa.nonsense' }, id)
    expect(await nobody.closed).toBe(hangUp.signedOut)
  })
  test('an auditor reads, by seats instead of names; what an auditor writes is taken by nobody', async () => {
    const auditor = await house.person(['auditor'], 'Ida')
    const [ana, reads] = [await come(panel.ana), await come(auditor)]
    ana.provider.awareness.setLocalStateField('cursor', null)
    await until(() => reads.provider.awareness.getStates().has(ana.doc.clientID))
    expect(reads.provider.awareness.getStates().get(ana.doc.clientID)).toEqual({
      cursor: null,
      user: { id: '', name: '', seat: expect.stringMatching(/^[AB]$/) },
    })
    const stood = ana.read()
    expect(reads.rights).toEqual([access.read])
    reads.text.insert(0, 'AUDITOR')
    let saved = false
    reads.saved().then(() => {
      saved = true
    })
    await until(() => reads.rights.length === 2)
    ana.text.insert(0, 'still ')
    await ana.saved()
    await until(() => reads.read().includes('still '))
    expect([saved, ana.read()]).toEqual([false, `still ${stood}`])
    expect(ana.provider.awareness.getStates().has(reads.doc.clientID)).toBe(false)
    for (const one of [ana, reads]) one.close()
  })
  test('who somebody is, the server says; another’s presence is not theirs to change', async () => {
    const [ana, ben] = [await come(panel.ana), await come(panel.ben)]
    ana.provider.awareness.setLocalState({ user: { id: 'x', name: 'The Chair' }, cursor: null, more: 1 })
    const seen = () => ben.provider.awareness.getStates().get(ana.doc.clientID)
    await until(() => seen() !== undefined)
    expect(seen()).toEqual({
      cursor: null,
      user: { id: panel.ana.member, name: 'Ana', seat: expect.stringMatching(/^[AB]$/) },
    })
    const liar = await rooms.raw(panel.lead, id)
    liar.send(frame(message.awareness, presence([[ana.doc.clientID, 1000, 'null']])))
    expect(await liar.closed).toBe(hangUp.malformed)
    expect(seen()).toBeDefined()
    ana.close()
    await until(() => seen() === undefined)
    ben.close()
  })

  test('a person whose access ends is out within a second, and the others write on', async () => {
    const gone = await house.person(['lead'], 'Gone')
    const [away, ana] = [await come(gone), await come(panel.ana)]
    const since = performance.now()
    await house.act('member.remove', { member: gone.member })
    expect(await away.closed).toBe(hangUp.notFound)
    expect(performance.now() - since).toBeLessThan(1000)
    ana.text.insert(0, 'on ')
    await ana.saved()
    const ended = await house.person(['lead'], 'Ended')
    const cookie = await cookieOf(house, ended)
    const out = openWriter(rooms.url, { cookie, origin }, id)
    await out.synced()
    await house.app.inject({
      method: 'POST',
      url: '/api/v1/projects/_/session.end',
      headers: { origin, cookie, 'idempotency-key': house.house.salt() },
      payload: {},
    })
    expect(await out.closed).toBe(hangUp.signedOut)
    ana.close()
  })
  test('whose roles change comes in anew, as what they are now', async () => {
    const person = await house.person(['lead'], 'Was')
    const was = await come(person)
    expect(was.rights).toEqual([access.write])
    await house.act('member.change', { member: person.member, roles: ['auditor'] })
    expect(await was.closed).toBe(hangUp.signedOut)
    const now = await come(person)
    expect(now.rights).toEqual([access.read])
    for (const one of [was, now]) one.close()
  })

  test('a frozen text takes nothing until it is released; then nothing is missing', async () => {
    const { documents } = house.installation
    const [ana, ben] = [await come(panel.ana), await come(panel.ben)]
    ana.text.insert(0, 'before ')
    await ana.saved()
    const frozen = (await documents.freeze('rationale', id))!
    const { seq } = (await house.installation.texts.load(`rationale/${id}`))!
    expect(frozen.text).toBe(ana.read())
    ana.text.insert(0, 'during ')
    let saved = false
    const back = ana.saved().then(() => {
      saved = true
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect([saved, ben.read().includes('during')]).toEqual([false, false])
    expect((await house.installation.texts.load(`rationale/${id}`))!.seq).toBe(seq)
    const second = documents.freeze('rationale', id)
    await frozen.release(false)
    const after = (await second)!
    expect(after.text.startsWith('before ') || after.text.startsWith('during ')).toBe(true)
    await after.release(false)
    await back
    await until(() => ben.read() === ana.read())
    expect(ben.read().startsWith('during before ')).toBe(true)
    expect(await documents.freeze('rationale', 'aaaaaaaaaa-0')).toBe(null)
    for (const one of [ana, ben]) one.close()
  })

  test('once it is signed it is read-only, and a reopened dispute begins a fresh one', async () => {
    const own = await panel.reveal('case-4')
    const [ana, ben] = [await come(panel.ana, `${own}-0`), await come(panel.ben, `${own}-0`)]
    ana.text.insert(0, 'Held: unsafe. ')
    await ana.saved()
    const seq = (await panel.lead.get(`/projects/${house.key}/disputes/${own}`)).body.version
    const other = { dispute: own, rationale: 'what I had read', reason: 'the dose' }
    expect((await panel.lead.call('decision.sign', other, { ifMatch: seq })).body.code).toBe('text-moved')
    ben.text.insert(0, 'Still open. ')
    await ben.saved()
    await until(() => ana.read() === ben.read())
    const signing = { dispute: own, rationale: ana.read(), reason: 'the dose' }
    const signed = await panel.lead.call('decision.sign', signing, { ifMatch: seq })
    expect(signed.raw).toContain('seq')
    await until(() => ana.rights.at(-1) === access.read && ben.rights.at(-1) === access.read)
    ana.text.insert(0, 'LATE ')
    const late = await come(panel.lead, `${own}-0`)
    expect([late.rights, late.read().startsWith('Still open. Held: unsafe. ')]).toEqual([[access.read], true])
    expect((await come(panel.ana, `${own}-0`)).rights).toEqual([access.read])
    expect(await (await rooms.write(panel.ana, `${own}-1`)).closed).toBe(hangUp.noAccess)
  })

  test('only our own pages get in, and only by a path that exists', async () => {
    const cookie = await cookieOf(house, panel.ana)
    const path = `/live/docs/rationale/${id}`
    expect(await upgrade(rooms.url, path, { cookie, origin })).toBe(101)
    for (const from of [
      'https://evil.example',
      'null',
      `${origin}.evil.example`,
      'http://localhost:8080',
      '',
    ])
      expect(await upgrade(rooms.url, path, { cookie, origin: from })).toBe(403)
    expect(await upgrade(rooms.url, path, { cookie })).toBe(403)
    expect(await upgrade(rooms.url, path, { cookie, origin, 'sec-fetch-site': 'same-site' })).toBe(403)
    for (const odd of [
      '/live/docs/secrets/x',
      '/live/docs/__proto__/x',
      `${path}/..`,
      `${path}?x=1`,
      '/live',
      '/',
    ])
      expect(await upgrade(rooms.url, odd, { cookie, origin })).toBe(404)
  })
  test(`a person has ${TEXTS_PER_PERSON} open at most`, async () => {
    const person = await house.person(['lead'], 'Many')
    const headers = { cookie: await cookieOf(house, person), origin }
    const many = Array.from({ length: TEXTS_PER_PERSON }, () => openWriter(rooms.url, headers, id))
    await Promise.all(many.map((one) => one.synced()))
    const more = openWriter(rooms.url, headers, id)
    expect(await more.closed).toBe(hangUp.tooMany)
    for (const one of [...many, more]) one.close()
  })
  test('a long history loads as it was, with and without its snapshot', async () => {
    const { texts } = house.installation
    const ana = await come(panel.ana)
    for (let i = 0; i < 600; i++) ana.text.insert(0, 'z')
    ana.text.delete(0, 590)
    await ana.saved()
    const [key, stood] = [`rationale/${id}`, ana.read()]
    await until(async () => (await texts.load(key))!.snapshot !== null)
    ana.text.insert(0, 'after ')
    await ana.saved()
    const [short, long] = [(await texts.load(key))!, await texts.since(key, 0)]
    expect(short.rows.length).toBeLessThan(long.length)
    expect(long.map(({ seq }) => seq)).toEqual(long.map((_, i) => i + 1))
    const read = (parts: Uint8Array[]) => {
      const doc = new Y.Doc()
      doc.transact(() => {
        for (const part of parts) Y.applyUpdate(doc, part)
      })
      return doc.getText('text').toString()
    }
    expect(read([short.snapshot!, ...short.rows.map(({ data }) => data)])).toBe(`after ${stood}`)
    expect(read(long.map(({ data }) => data))).toBe(`after ${stood}`)
    ana.close()
  })
  test('two processes on one database hear each other', async ({ skip }) => {
    if (dialect === 'sqlite') return skip()
    const { assemble } = await import('../../server/main.ts')
    const other = assemble(house.store, house.data, house.house.now)
    const rowsThere = other.texts
    const ana = await come(panel.ana)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(ana.doc))
    const changes: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => void changes.push(update))
    doc.getText('text').insert(0, 'elsewhere ')
    await rowsThere.append(`rationale/${id}`, {
      person: 'p',
      at: 1,
      data: changes[0]!,
      clients: [doc.clientID],
      parts: [],
    })
    await until(() => ana.read().startsWith('elsewhere '))
    ana.text.insert(0, 'here ')
    await ana.saved()
    const raw = await rooms.raw(panel.ben, id)
    raw.send(updateOf(changes[0]!))
    // The client id is the other person's by now: nobody here may write with it.
    const mine = new Y.Doc()
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(ana.doc))
    const frozen = (await other.documents.freeze('rationale', id))!
    const { seq } = (await rowsThere.load(`rationale/${id}`))!
    expect(frozen.text).toBe(ana.read())
    ana.text.insert(0, 'meanwhile ')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await rowsThere.load(`rationale/${id}`))!.seq).toBe(seq)
    await frozen.release(false)
    await until(() => ana.provider.synced)
    await until(async () => {
      const rows = await rowsThere.load(`rationale/${id}`)
      return rows!.seq > seq
    })
    raw.hang()
    ana.close()
    await other.documents.close()
  })
})

/** The HTTP status with which a bare upgrade is answered. */
const upgrade = (url: string, path: string, headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    const asked = request(`${url}${path}`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    asked.on('upgrade', (answer, socket) => {
      socket.destroy()
      resolve(answer.statusCode!)
    })
    asked.on('response', (answer) => resolve(answer.statusCode!))
    asked.on('error', reject)
    asked.end()
  })
