import type { House, Publish } from './command.ts'
import { itemsTouched } from './domain/touched.ts'
import { publicKey } from './domain/tree-head.ts'
import { projectOf } from './domain/who.ts'
import { revoked } from './http/session.ts'
import type { Documents } from './live/documents.ts'
import type { Sockets } from './live/sockets.ts'
import { openNeighbours } from './neighbours.ts'
import type { Ear, Note } from './store/notes.ts'
import type { Jobs } from './work/import/jobs.ts'
import type { Queues } from './work/queue.ts'

type Done = Parameters<Publish>[0]
type News = Omit<Extract<Note, { kind: 'news' }>, 'kind'>
/** Who learns of a commit in this process. */
type Learners = {
  house: House
  queues: Queues
  documents: Documents
  jobs: Pick<Jobs, 'stop'>
  sockets(): Sockets | undefined
  failed(error: unknown): void
}
/** What happened to all items at once: their queue is built anew. */
const rebuilding = ['import.done', 'import.withdrawn', 'question.saved']

/** All that follows a commit in this process, and, where several share a database, what the others' commits ask of it. */
export function openPublishing({ house, queues, documents, jobs, sockets, failed }: Learners) {
  const { notes, read } = house.store
  function tell(done: Done, own: boolean) {
    const { project, facts } = done
    // A queue that nobody asked this process for is not learned because of others.
    if (own || queues.knows(project)) {
      moveRows(house, queues, done).catch(failed)
      if (facts.some(({ kind }) => rebuilding.includes(kind))) queues.changed(project)
    }
    sockets()?.publish(done)
    sockets()?.revoke(revoked(facts))
    documents.changed(project)
  }
  if (!notes) {
    return {
      publish: (done: Done) => tell(done, true),
      news: async (news: News) =>
        sockets()?.publish({ ...news, seq: (await projectOf(read, news.project)).seq, news: true }),
      ready: Promise.resolve(),
      close: async () => {},
    }
  }
  const neighbours = openNeighbours(house.store, {
    tell,
    // Sessions and people are everybody's.
    wants: (project) => project === '_' || queues.knows(project) || Boolean(sockets()?.joined(project)),
    passed: (project) => documents.changed(project),
    failed,
  })
  const tellNews = ({ project, at, told }: News) =>
    sockets()?.publish({ project, at, told, seq: neighbours.told(project) ?? 0, news: true })
  const ear: Ear = {
    counted: neighbours.counted,
    heard(note, by) {
      if (note.kind === 'entry') neighbours.heard(note.project, note.seq)
      if (note.kind === 'news') tellNews(note)
      if (note.kind === 'looking') sockets()?.looking(note, by)
      if (note.kind === 'carets') documents.carets(note, by)
      if (note.kind === 'cancel') jobs.stop(note.import)
    },
  }
  const hearing = notes.hear(ear, publicKey(house.data))
  return {
    publish: neighbours.publish,
    async news(news: News) {
      tellNews(news)
      await notes.send({ kind: 'news', ...news })
    },
    ready: hearing.ready,
    close: hearing.close,
  }
}

/** Rows of the queue follow at once what happened to their items. */
async function moveRows(house: House, queues: Queues, { project, facts }: Done): Promise<void> {
  const items = await itemsTouched(house.store.read, project, facts)
  if (items.length > 0) await queues.moved(project, items)
}
