import { expect, test } from 'vitest'
import { pageOf } from '../../server/http/page.ts'

const built = '<!doctype html><html><head><script>let a</script></head><body></body></html>'
const nonceIn = (text: string) => /nonce[-=]"?([A-Za-z0-9+/=]{24})['"]/.exec(text)?.[1]

test('the page carries the nonce that its policy lets style sheets be known by, a new one each time', () => {
  const page = pageOf(built)
  const [one, two] = [page(), page()]
  expect(nonceIn(one.html)).toBeDefined()
  expect(nonceIn(one.html)).toBe(nonceIn(one.policy))
  expect(nonceIn(two.html)).not.toBe(nonceIn(one.html))
  expect(one.html.replace(/\s*<meta property="csp-nonce" nonce="[^"]+" \/>/, '')).toBe(built)
  expect(one.policy).toMatch(/script-src 'self' 'sha256-[^']+'; style-src-elem 'self' 'nonce-[^']+'; /)
  expect(one.policy).not.toMatch(/script-src[^;]*nonce|unsafe-eval/)
})
test('a page without a head is no page of ours', () => {
  expect(() => pageOf('<p>')).toThrow('no <head>')
})
