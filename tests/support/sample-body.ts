type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  pattern?: string
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  minItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

/** Strings our patterns take. */
const strings = [
  'aaaaaaaaaa',
  `aaaaaaaaaa.${'x'.repeat(43)}`,
  'sample',
  '2026-W45',
  '2026-11-02',
  'c_aaaaaa',
  'a'.repeat(64),
]

/** The smallest body a command's schema takes, so that a request gets as far as the question who may. */
export const sampleOf = (schema: object): object => sample(schema) as object

function sample(schema: Schema): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return sample(schema.anyOf[0]!)
  if (schema.type === 'string') return stringOf(schema)
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}))
  if (schema.type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {})]),
    )
  if (schema.type === 'boolean') return false
  if (schema.type === 'null') return null
  return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 0.5)
}

function stringOf({ pattern, minLength = 0 }: Schema): string {
  if (!pattern) return 'x'.repeat(Math.max(1, minLength))
  const fit = strings.find((one) => new RegExp(pattern).test(one))
  if (fit === undefined) throw new Error(`no sample fits ${pattern}`)
  return fit
}
