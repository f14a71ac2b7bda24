import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { type Params, Refusal, type RefusalCode, refusalStatus, refusalWords } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'

/** The first of our languages that the asker prefers. */
export function languageOf(request: FastifyRequest): Language {
  const wanted = String(request.headers['accept-language'] ?? '').toLowerCase()
  const [ja, en] = [wanted.search(/\bja\b/), wanted.search(/\ben\b/)]
  return ja >= 0 && (en < 0 || ja < en) ? 'ja' : 'en'
}

/** RFC 9457: the refusal's code and its sentence. */
export function problem(code: RefusalCode, params: Params, language: Language) {
  const status = refusalStatus[code]
  return {
    type: `urn:gogi:refusal:${code}`,
    title: code,
    status,
    detail: refusalWords(code, params, language),
    code,
    params,
  }
}

/** The only place an error becomes an answer. */
export function answerErrors(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const language = languageOf(request)
    const refusal = refusalOf(error)
    if (!refusal) request.log.error(error)
    const body = refusal ? problem(refusal.code, refusal.params, language) : problem('broken', {}, language)
    return reply.code(body.status).type('application/problem+json').send(body)
  })
  app.setNotFoundHandler({}, (request, reply) => {
    reply
      .code(404)
      .type('application/problem+json')
      .send(problem('not-found', {}, languageOf(request)))
  })
}

function refusalOf(error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error.validation) return new Refusal('malformed', { detail: error.message })
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Refusal('malformed', { detail: 'the body is too large' })
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Refusal('malformed', { detail: error.message })
}
