import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

/** What every "no" looks like (RFC 9457): the code is ours and stable, the sentence is for people. */
const problem = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'code', 'params'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
    params: { type: 'object' as const },
  },
}
const refused = {
  description: 'Refused, with the code and its sentence; nothing was changed.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

type Operations = Record<string, { responses?: Record<string, unknown> }>

/** The description of the API: from the routes themselves, with the one form of every refusal said once. */
export const description = (version: string): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Gogi',
      version,
      description:
        'Every command and every read. Errors are RFC 9457 problems with a refusal code and its sentence.',
    },
    components: { schemas: { Problem: problem } },
  },
  transformObject(document) {
    const described = 'openapiObject' in document ? document.openapiObject : document.swaggerObject
    for (const path of Object.values(described.paths ?? {}))
      for (const operation of Object.values(path as Operations))
        operation.responses = { ...operation.responses, default: refused }
    return described
  },
})
