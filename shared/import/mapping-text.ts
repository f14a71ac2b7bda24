import {
  type ContentKind,
  contentBlocks,
  type Fault,
  fault,
  type Mapping,
  readable,
  singleRoles,
} from '../import.ts'

/**
 * A mapping as people type it: `item=task,rater=worker,value:entailment=label,note=comment,text:Premise=premise,attribute:Region=region`.
 * A part may stand in double quotes, a quote inside is doubled.
 */
export function readMapping(text: string): { mapping: Mapping } | { fault: Fault } {
  const mapping: Mapping = { values: [], content: [] }
  for (const pair of splitOutside(text, ',')) {
    if (pair.trim() === '') continue
    const [left, ...rest] = splitOutside(pair, '=')
    const [role, ...names] = splitOutside(left ?? '', ':').map(unquote)
    const column = unquote(rest.join('='))
    const name = names.join(':')
    const wrong = { fault: fault('map-unreadable', { found: readable(pair.trim()) }) }
    if (!column || !role) return wrong
    if (role === 'value') {
      if (name && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)) return wrong
      mapping.values.push({ column, question: name || null })
    } else if (role === 'attribute') {
      mapping.attributes = [...(mapping.attributes ?? []), { column, name: name || column }]
    } else if (contentBlocks.includes(role as ContentKind)) {
      mapping.content.push({ column, block: role as ContentKind, title: name || column })
    } else {
      const single = singleRoles.find(
        (known) => known === role || known.toLowerCase() === role.replace('-', '').toLowerCase(),
      )
      if (!single || name || mapping[single]) return wrong
      mapping[single] = column
    }
  }
  return { mapping }
}

export function writeMapping(mapping: Mapping): string {
  const singles = singleRoles.flatMap((role) => (mapping[role] ? [`${role}=${quote(mapping[role])}`] : []))
  const values = mapping.values.map(
    ({ column, question }) => `${question ? `value:${question}` : 'value'}=${quote(column)}`,
  )
  const content = mapping.content.map(({ column, block, title }) =>
    title === column ? `${block}=${quote(column)}` : `${block}:${quote(title)}=${quote(column)}`,
  )
  const attributes = (mapping.attributes ?? []).map(({ column, name }) =>
    name === column ? `attribute=${quote(column)}` : `attribute:${quote(name)}=${quote(column)}`,
  )
  return [...singles, ...values, ...content, ...attributes].join(',')
}

function quote(part: string): string {
  return /[",=:]|^\s|\s$/.test(part) ? `"${part.replaceAll('"', '""')}"` : part
}

function unquote(part: string): string {
  const bare = part.trim()
  return bare.length > 1 && bare.startsWith('"') && bare.endsWith('"')
    ? bare.slice(1, -1).replaceAll('""', '"')
    : bare
}

function splitOutside(text: string, separator: string): string[] {
  const parts = ['']
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    if (character === separator && !quoted) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}
