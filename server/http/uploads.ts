import { createReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { NewUpload } from '#shared/import-choices.ts'
import { UPLOAD_PART } from '#shared/import-run.ts'
import { Id } from '#shared/text.ts'

/** What these routes need of whoever keeps the files. */
export interface UploadKeeper {
  begin(project: string, name: string, size: number): Promise<string>
  take(project: string, id: string, from: number, part: Buffer): Promise<number>
  image(project: string, id: string): Promise<{ path: string; type: string }>
}

const Project = { project: Type.String({ maxLength: 63 }) }
const OfUpload = Type.Object({ ...Project, upload: Id })
const config = { access: ['lead', 'owner'] as const, scope: 'import' as const }
const tags = ['imports']

/** Files come in parts, each beginning where the last one ended, so that a broken line costs one part. */
export async function uploadRoutes(app: FastifyInstance, { uploads }: { uploads: UploadKeeper }) {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: UPLOAD_PART },
    (_request, body, done) => done(null, body),
  )
  app.post<{ Body: NewUpload }>(
    '/projects/:project/uploads',
    { config, schema: { tags, params: Type.Object(Project), body: NewUpload } },
    async ({ project, body }) => ({ upload: await uploads.begin(project.id, body.name, body.size) }),
  )
  app.put<{ Params: { upload: string }; Querystring: { from: string }; Body: Buffer }>(
    '/projects/:project/uploads/:upload',
    {
      config,
      bodyLimit: UPLOAD_PART,
      schema: {
        tags,
        params: OfUpload,
        querystring: Type.Object({ from: Type.String({ pattern: '^\\d{1,12}$' }) }),
      },
    },
    async ({ project, params, query, body }) => ({
      received: await uploads.take(project.id, params.upload, Number(query.from), body),
    }),
  )
  app.get<{ Params: { image: string } }>(
    '/projects/:project/images/:image',
    {
      config: { access: ['member', 'owner'], scope: 'read' },
      schema: { tags, params: Type.Object({ ...Project, image: Id }) },
    },
    async ({ project, params }, reply) => {
      const { path, type } = await uploads.image(project.id, params.image)
      return reply
        .header('content-type', type)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('cache-control', 'private, max-age=86400, immutable')
        .send(createReadStream(path))
    },
  )
}
