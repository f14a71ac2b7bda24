import { parse } from 'svelte/compiler'

type Node = { type: string; [key: string]: unknown }

// Attributes a person reads or hears.
const spoken =
  /^(title|alt|placeholder|label|aria-(label|description|placeholder|roledescription|valuetext))$/
// Code, key names and language samples are not words of the interface.
const silent = new Set(['code', 'kbd', 'pre', 'script', 'style'])
const letters = /\p{L}/u

export function svelteImports(source: string): { source: string; typeOnly: boolean }[] {
  const { instance, module } = parse(source, { modern: true })
  const statements = [module, instance].flatMap((script) => script?.content.body ?? [])
  return statements.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return []
    const typeOnly = 'importKind' in statement && statement.importKind === 'type'
    return [{ source: String(statement.source.value), typeOnly }]
  })
}

/** Words written straight into the markup instead of being taken from the messages. */
export function literalWords(source: string): string[] {
  const found: string[] = []
  visit(parse(source, { modern: true }).fragment as unknown as Node, (node) => {
    if (silent.has(String(node.name))) return false
    if (node.type === 'Attribute') {
      if (spoken.test(String(node.name))) found.push(...wordsOfAttribute(node))
      return false
    }
    if (node.type === 'Text') found.push(...saying(node.data))
    if (node.type === 'ExpressionTag') found.push(...wordsOf(node.expression as Node))
    return true
  })
  return found
}

export function usesHtmlTag(source: string): boolean {
  let used = false
  visit(parse(source, { modern: true }).fragment as unknown as Node, (node) => {
    used ||= node.type === 'HtmlTag'
    return true
  })
  return used
}

function wordsOfAttribute({ value }: Node): string[] {
  const parts = (Array.isArray(value) ? value : [value]) as (Node | true)[]
  return parts.flatMap((part) => {
    if (part === true) return []
    return part.type === 'Text' ? saying(part.data) : wordsOf(part.expression as Node)
  })
}

function wordsOf(expression: Node): string[] {
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? saying(expression.value) : []
    case 'TemplateLiteral':
      return (expression.quasis as { value: { cooked: string } }[]).flatMap(({ value }) =>
        saying(value.cooked),
      )
    case 'ConditionalExpression':
      return [...wordsOf(expression.consequent as Node), ...wordsOf(expression.alternate as Node)]
    case 'LogicalExpression':
      return [...wordsOf(expression.left as Node), ...wordsOf(expression.right as Node)]
    default:
      return []
  }
}

function saying(text: unknown): string[] {
  return typeof text === 'string' && letters.test(text) ? [text.trim()] : []
}

// Goes on into a node's parts while `enter` says so.
function visit(node: Node, enter: (node: Node) => boolean): void {
  if (!enter(node)) return
  for (const part of Object.values(node)) {
    for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child, enter)
  }
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && typeof (part as Node).type === 'string'
}
