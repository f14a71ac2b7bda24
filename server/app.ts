import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { Ajv } from 'ajv'
import Fastify, { type FastifyInstance, type FastifySchemaValidationError } from 'fastify'
import type { House } from './command.ts'
import { guard } from './http/access.ts'
import { appealRoutes } from './http/appeals.ts'
import { barRoutes } from './http/bar.ts'
import { careerRoutes } from './http/career.ts'
import { clauseRecordRoutes } from './http/clause-record.ts'
import { clauseThreadRoutes } from './http/clause-threads.ts'
import { commandRoutes } from './http/commands.ts'
import { consentRoutes } from './http/consent.ts'
import { type Demo, demoRoutes } from './http/demo.ts'
import { description } from './http/description.ts'
import { disputeRoutes } from './http/disputes.ts'
import { effectRoutes } from './http/effects.ts'
import { answerError, answerErrors } from './http/errors.ts'
import { eventRoutes } from './http/events.ts'
import { explainRoutes } from './http/explain.ts'
import { exportRoutes } from './http/exports.ts'
import { goldRoutes } from './http/gold.ts'
import { guidelineRoutes } from './http/guideline.ts'
import { guidelineDraftRoutes } from './http/guideline-draft.ts'
import { importRoutes, type Jobs } from './http/imports.ts'
import { machineRoutes } from './http/machine.ts'
import { measureRoutes } from './http/measures.ts'
import { mentionRoutes } from './http/mentions.ts'
import { pageOf } from './http/page.ts'
import { panelRoutes } from './http/panel.ts'
import { peopleRoutes } from './http/people.ts'
import { practiceRoutes } from './http/practice.ts'
import { precedentRoutes } from './http/precedents.ts'
import { projectRoutes } from './http/projects.ts'
import { proposalRoutes } from './http/proposals.ts'
import { queueRoutes } from './http/queue.ts'
import { reviewRoutes } from './http/reviews.ts'
import { type Door, sessions } from './http/session.ts'
import { standingRoutes } from './http/standing.ts'
import { voteRoutes } from './http/votes.ts'
import type { Texts } from './store/texts.ts'
import type { Queues } from './work/queue.ts'

/** Largest body of a command, bytes: two guideline texts of full length and room to spare. */
const BODY_BYTES = 4 * 1024 * 1024
export const version = '0.1.0'

type Work = { queues: Queues; jobs: Jobs; texts: Pick<Texts, 'backup'> }
export type Options = Door & {
  /** The machine's own socket: whoever can open it is the host. */
  machine?: 'host'
  /** The folder of the built web; without it only the API answers. */
  web?: string
  /** What only a demo has: links that sign in, what to try, the reset. */
  demo?: Demo
  log?: boolean
}

/** Bodies mean what they say; everything in an address is text and is read as the number it writes. */
const strict = new Ajv({ coerceTypes: false, removeAdditional: false, allowUnionTypes: true })
const lenient = new Ajv({ coerceTypes: true, removeAdditional: false, allowUnionTypes: true })

/** Compiled when first asked: there are hundreds, and no start waits for all of them. */
function compiledLate(ajv: Ajv, schema: object) {
  const check = (data: unknown): boolean => {
    const validate = ajv.compile(schema)
    const valid = validate(data)
    check.errors = validate.errors ?? null
    return valid
  }
  check.errors = null as FastifySchemaValidationError[] | null
  return check
}

/** The whole server, not yet listening: main.ts listens, tests inject. */
export async function build(house: House, work: Work, door: Options): Promise<FastifyInstance> {
  const app = Fastify({
    logger: door.log ? { level: 'warn' } : false,
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    routerOptions: { maxParamLength: 300 },
  })
  app.setValidatorCompiler(({ schema, httpPart }) =>
    compiledLate(httpPart === 'body' ? strict : lenient, schema as object),
  )
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
  })
  answerErrors(app)
  await app.register(swagger, description(version))
  guard(app, house)
  sessions(app, {
    house,
    origin: door.origin,
    secure: door.secure,
    port: door.port,
    ...(door.machine ? { machine: door.machine } : {}),
  })
  if (door.demo) demoRoutes(app, door.demo)
  await serveApi(app, house, work, door)
  await serveDocs(app)
  if (door.web) await servePages(app, door.web)
  return app
}

async function serveApi(app: FastifyInstance, house: House, work: Work, door: Options) {
  for (const [path, answer] of Object.entries({
    '/healthz': { ok: true },
    '/readyz': { ok: true },
    '/version': { version },
  }))
    app.get(path, { config: { access: ['anyone'] }, schema: { hide: true } }, async () => answer)
  await app.register(
    async (api) => {
      for (const routes of [
        commandRoutes,
        projectRoutes,
        disputeRoutes,
        panelRoutes,
        consentRoutes,
        mentionRoutes,
        precedentRoutes,
        voteRoutes,
        appealRoutes,
        reviewRoutes,
        guidelineRoutes,
        guidelineDraftRoutes,
        proposalRoutes,
        clauseThreadRoutes,
        clauseRecordRoutes,
        effectRoutes,
        barRoutes,
        eventRoutes,
        explainRoutes,
        exportRoutes,
        measureRoutes,
        practiceRoutes,
        careerRoutes,
      ])
        await api.register(routes, { house })
      await api.register(peopleRoutes, { house, demo: door.demo !== undefined })
      if (door.machine) await api.register(machineRoutes, { house, texts: work.texts })
      await api.register(standingRoutes, { house })
      await api.register(queueRoutes, { house, queues: work.queues })
      await api.register(importRoutes, { house, jobs: work.jobs })
      await api.register(goldRoutes, { house, jobs: work.jobs })
    },
    { prefix: '/api/v1' },
  )
}

/** The description of the API for programs, and the same to read. */
async function serveDocs(app: FastifyInstance) {
  app.get('/api/openapi.json', { config: { access: ['anyone'] }, schema: { hide: true } }, async () =>
    app.swagger(),
  )
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: ['anyone'] }
    })
    await docs.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  })
}

/** The built web from the same origin; every other path is the one page, which finds its own way. */
async function servePages(app: FastifyInstance, folder: string) {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) throw new Error(`the web is not built: ${index} is missing; run npm run build`)
  const page = pageOf(readFileSync(index, 'utf8'))
  await app.register(async (web) => {
    web.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: ['anyone'] }
      route.schema = { ...route.schema, hide: true }
    })
    await web.register(files, {
      root: join(folder, '_app'),
      prefix: '/_app/',
      immutable: true,
      maxAge: '365d',
      index: false,
    })
    await web.register(files, {
      root: folder,
      prefix: '/',
      decorateReply: false,
      index: false,
      wildcard: false,
      globIgnore: ['_app/**', 'index.html'],
    })
    web.get('/*', async (request, reply) => {
      if (request.url.startsWith('/api/') || request.url.startsWith('/live/')) return reply.callNotFound()
      const { html, policy } = page()
      return reply
        .header('content-security-policy', policy)
        .header('cache-control', 'no-store')
        .type('text/html')
        .send(html)
    })
  })
}
