import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { type NewImport, NewImport as NewImportSchema, SomeChoices } from '#shared/import-choices.ts'
import type { TableAsk } from '#shared/row-file.ts'
import { Id, type Language } from '#shared/text.ts'
import type { House } from '../command.ts'
import { languageOf } from './errors.ts'
import { type UploadKeeper, uploadRoutes } from './uploads.ts'

/** What these routes need of whoever does the work. */
export interface Jobs {
  uploads: UploadKeeper
  draft(project: string, by: string, given: NewImport, language: Language): Promise<string>
  list(project: string): Promise<object[]>
  view(project: string, id: string): Promise<object>
  choose(project: string, id: string, choices: SomeChoices, language: Language): Promise<void>
  run(project: string, id: string, who: unknown): Promise<void>
  cancel(project: string, id: string): Promise<void>
  rejected(project: string, id: string): Promise<Buffer>
  /** Rows of an uploaded file as they stand there. */
  table(project: string, ask: TableAsk, language: Language): Promise<object>
  close(): Promise<void>
}

const config = { access: ['lead', 'owner'] as const, scope: 'import' as const }
const Project = { project: Type.String({ maxLength: 63 }) }
const params = Type.Object({ ...Project, import: Id })
type OfImport = { Params: { import: string } }

/** Drafts of imports: read, chosen for, checked and put to work. What becomes record is asked of commands by the work itself. */
export async function importRoutes(app: FastifyInstance, { jobs }: { house: House; jobs: Jobs }) {
  const tags = ['imports']
  const at = '/projects/:project/imports'
  await app.register(uploadRoutes, { uploads: jobs.uploads })
  app.post<{ Body: NewImport }>(
    at,
    { config, schema: { tags, params: Type.Object(Project), body: NewImportSchema } },
    async (request) => ({
      import: await jobs.draft(request.project.id, request.actor.id, request.body, languageOf(request)),
    }),
  )
  app.get(at, { config, schema: { tags, params: Type.Object(Project) } }, async ({ project }) =>
    jobs.list(project.id),
  )
  app.get<OfImport>(`${at}/:import`, { config, schema: { tags, params } }, async (request) =>
    jobs.view(request.project.id, request.params.import),
  )
  app.put<OfImport & { Body: SomeChoices }>(
    `${at}/:import/mapping`,
    { config, schema: { tags, params, body: SomeChoices } },
    async (request) => {
      await jobs.choose(request.project.id, request.params.import, request.body, languageOf(request))
      return { state: 'checking' }
    },
  )
  app.post<OfImport>(`${at}/:import/run`, { config, schema: { tags, params } }, async (request) => {
    await jobs.run(request.project.id, request.params.import, request.who)
    return { state: 'running' }
  })
  app.post<OfImport>(`${at}/:import/cancel`, { config, schema: { tags, params } }, async (request) => {
    await jobs.cancel(request.project.id, request.params.import)
    return { state: 'cancelled' }
  })
  app.get<OfImport>(
    `${at}/:import/rejected.csv`,
    { config, schema: { tags, params } },
    async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejected.csv"')
        .header('x-content-type-options', 'nosniff')
        .send(await jobs.rejected(request.project.id, request.params.import)),
  )
}
