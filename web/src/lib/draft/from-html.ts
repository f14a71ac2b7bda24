import { tables } from '@joplin/turndown-plugin-gfm'
import TurndownService from 'turndown'

/** What never comes into a clause: what acts, what looks, what is fetched. */
const ACTIVE =
  'script, style, link, meta, iframe, object, embed, form, input, button, select, textarea, svg, math, template, noscript, base, frame'
const SAFE = /^(https?:\/\/|mailto:)/i

/** A page as Markdown, and how much of it was left out: images, and scripts, styles and embedded things. */
export function markdownOf(html: string): { markdown: string; images: number; active: number } {
  // A document that is parsed like this runs nothing and fetches nothing; what would only be complained of goes before.
  const quiet = html
    .replace(/<style[\s\S]*?<\/style\s*>/gi, '')
    .replace(/(<[^>]*?\s)on[a-z]+\s*=/gi, '$1data-was=')
  const { body, head } = new DOMParser().parseFromString(quiet, 'text/html')
  const acts = [...head.querySelectorAll('script'), ...body.querySelectorAll(ACTIVE)]
  const images = [...body.querySelectorAll('img, picture, video, audio, canvas')]
  for (const one of [...acts, ...images]) one.remove()
  for (const link of body.querySelectorAll('a'))
    if (!SAFE.test(link.getAttribute('href') ?? '')) link.replaceWith(...link.childNodes)
  fromWord(body)
  const markdown = turndown().turndown(body.innerHTML)
  return {
    markdown: markdown
      .replaceAll('\0', '')
      .replace(/\u00a0/g, ' ')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    images: images.length,
    active: acts.filter((one) => !/^(meta|link)$/i.test(one.tagName)).length,
  }
}

function turndown(): TurndownService {
  const service = new TurndownService({
    headingStyle: 'atx',
    bulletListMarker: '-',
    emDelimiter: '*',
    codeBlockStyle: 'fenced',
    hr: '---',
  })
  service.use(tables)
  // One space behind the mark, as people write it by hand.
  service.addRule('item', {
    filter: 'li',
    replacement(content, node) {
      const list = node.parentElement
      const index = list ? [...list.children].indexOf(node as HTMLElement) : 0
      const mark = list?.tagName === 'OL' ? `${Number(list.getAttribute('start') ?? 1) + index}. ` : '- '
      const words = content.trim().replace(/\n/g, `\n${' '.repeat(mark.length)}`)
      return `${mark}${words}${node.nextSibling ? '\n' : ''}`
    },
  })
  return service
}

/** Word writes lists as paragraphs with a bullet typed before them; Google's page is one bold that is not bold. */
function fromWord(body: HTMLElement) {
  for (const bold of body.querySelectorAll<HTMLElement>('b, strong, span'))
    if (/^(normal|400)$/.test(bold.style.fontWeight)) bold.replaceWith(...bold.childNodes)
  for (const span of body.querySelectorAll<HTMLElement>('span'))
    if (/^(bold|[6-9]00)$/.test(span.style.fontWeight)) {
      const strong = document.createElement('strong')
      strong.append(...span.childNodes)
      span.replaceWith(strong)
    }
  let list: HTMLElement | null = null
  for (const line of [...body.querySelectorAll<HTMLElement>('p')]) {
    if (!/mso-list:/.test(line.getAttribute('style') ?? '')) {
      list = null
      continue
    }
    const words = line.textContent.trim()
    const counted = /^\(?\d+[.)]\s/.test(words)
    if (!list || list.nextElementSibling !== line) {
      list = document.createElement(counted ? 'ol' : 'ul')
      line.before(list)
    }
    const item = document.createElement('li')
    item.append(words.replace(/^(\(?\d+[.)]|[·•§o▪–-])\s*/, ''))
    list.append(item)
    line.remove()
  }
}
