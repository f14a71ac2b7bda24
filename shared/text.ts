import Type from 'typebox'

/** The interface's languages; a text that rules or raters meet exists in both. */
export const languages = ['en', 'ja'] as const
/** One of some words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] })
/** A schema put together from others' fields: written so, a page that does not ask it leaves it out. */
export const schemaOf = <Schema>(make: () => Schema): Schema => make()
/** It, or null. */
export const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const Language = oneOf(languages)
export type Language = (typeof languages)[number]

export const Bilingual = Type.Object(
  { en: Type.String({ maxLength: 2000 }), ja: Type.String({ maxLength: 2000 }) },
  { additionalProperties: false },
)
export type Bilingual = Type.Static<typeof Bilingual>

/** An id: ten random letters, never a counter. */
export const Id = Type.String({ pattern: '^[a-z]{10}$' })
/** A key people type and read in addresses. */
export const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' })
/** A question's key is a name from the file that brought its votes. */
export const QuestionKey = Type.String({ minLength: 1, maxLength: 100 })

/** NUL and lone surrogates are refused at the door: databases and hashes disagree about them. */
export function unstorable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed()
  if (Array.isArray(value)) return value.some(unstorable)
  if (value && typeof value === 'object')
    return Object.entries(value).some(([key, inner]) => unstorable(key) || unstorable(inner))
  return false
}

/** JSON with sorted keys, so that equal things are equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
