import { signs } from '#shared/example.ts'

/** What a text's links may lead to beside pages of the web and mail: clauses, by their number, and items. */
export type About = {
  /** What each clause is called now: its number. */
  numbers?: Readonly<Record<string, string>>
  /** The address of an item's page for this reader, by its external id; none where they have no such page. */
  itemHref?: (external: string) => string
}
/** What stands beside the sign of an example. */
export type SignWords = Record<(typeof signs)[number], string>

const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'hr'],
    ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'align'],
  ALLOWED_URI_REGEXP: /^(https?:\/\/|mailto:|#c_[a-z]{6}$|item:[a-z]{10}$)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
}

/** Text that people wrote, as sanitised HTML. The two libraries come when the first such text does. */
export async function renderMarkdown(source: string, words: SignWords, about: About): Promise<string> {
  const [{ Marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')])
  const reader = new Marked({ gfm: true, breaks: true, renderer: { html: ({ text }) => shownTags(text) } })
  const html = await reader.parse(lowered(source))
  const fragment = purify.sanitize(html, allowed)
  for (const link of fragment.querySelectorAll('a')) dressLink(link, about)
  for (const item of fragment.querySelectorAll('li')) dressExample(item, words)
  const held = document.createElement('div')
  held.append(fragment)
  return held.innerHTML
}

/** What somebody typed as HTML is read as letters; a break within a table's cell is the one exception. */
const shownTags = (text: string) =>
  /^<br\s*\/?>$/i.test(text)
    ? '<br>'
    : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Headings within a text hang below the heading it stands under, which is the page's own. */
const lowered = (source: string) => {
  let fence = false
  return source
    .split('\n')
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) fence = !fence
      return fence ? line : line.replace(/^#{1,2}(?=\s)/, '###')
    })
    .join('\n')
}

function dressLink(link: HTMLAnchorElement, { numbers, itemHref }: About) {
  const address = link.getAttribute('href')
  if (address === null) return link.replaceWith(...link.childNodes)
  if (address.startsWith('#')) {
    const number = numbers?.[address.slice(1)]
    link.className = 'clause'
    if (number && !link.textContent.startsWith(number)) link.prepend(`${number} `)
  } else if (address.startsWith('item:')) {
    link.className = 'item'
    if (itemHref) link.href = itemHref(link.textContent)
    else link.removeAttribute('href')
  } else link.rel = 'noopener noreferrer'
}

/** An example says what it is by a sign and a word, before any hue. */
function dressExample(item: HTMLElement, words: SignWords) {
  const first = item.querySelector(':scope > p') ?? item
  const text = first.firstChild
  const sign = signs.find((one) => text?.nodeValue?.trimStart().startsWith(`${one} `))
  if (!text || !sign) return
  text.nodeValue = text.nodeValue!.trimStart().slice(2)
  const kind = { '✓': 'right', '✗': 'wrong', '◇': 'edge' }[sign]
  item.className = `example ${kind}`
  item.parentElement?.classList.add('examples')
  const mark = document.createElement('span')
  mark.className = 'sign'
  mark.ariaHidden = 'true'
  mark.append(sign)
  const word = document.createElement('strong')
  word.append(words[sign])
  first.prepend(mark, word, ' ')
}
