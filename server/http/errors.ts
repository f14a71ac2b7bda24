import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
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

/** The only place an error becomes an answer; also for addresses that are none, which never reach a route. */
export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error)
  if (!refusal) request.log.error(error)
  const language = languageOf(request)
  const body = refusal
    ? { ...problem(refusal.code, refusal.params, language), ...errorsOf(refusal) }
    : problem('broken', {}, language)
  return reply.code(body.status).type('application/problem+json').send(body)
}

const errorsOf = ({ errors }: Refusal) => (errors.length > 0 ? { errors } : {})

export function answerErrors(app: FastifyInstance) {
  app.setErrorHandler(answerError)
  app.setNotFoundHandler({}, (request, reply) => answerError(new Refusal('not-found'), request, reply))
}

function refusalOf(error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error.validation) return new Refusal('malformed', { detail: error.message })
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Refusal('malformed', { detail: 'the body is too large' })
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Refusal('malformed', { detail: error.message })
}
