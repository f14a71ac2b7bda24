import { m } from '#lib/paraglide/messages.js'
import type { Role } from '#shared/member.ts'
import type { Bilingual } from '#shared/text.ts'

/** What `GET /demo` says: whose place can be taken, what is worth trying, and which run of the demo this is. */
export type DemoView = {
  run: string
  ready: boolean
  mine: string | null
  links: { name: Bilingual; role: Role | 'owner'; key: string; url: string }[]
  tries: { key: TryKey; url: string; done: boolean }[]
}

const tries = {
  wait: m.demo_try_wait,
  ballot: m.demo_try_ballot,
  flip: m.demo_try_flip,
  tie: m.demo_try_tie,
  error: m.demo_try_error,
  sensitive: m.demo_try_sensitive,
  publish: m.demo_try_publish,
  appeal: m.demo_try_appeal,
  admit: m.demo_try_admit,
  bar: m.demo_try_bar,
}
type TryKey = keyof typeof tries
export const tryWords = (key: TryKey): string => tries[key]()
