import type { Key } from '#lib/keys.ts'
import { m } from '#lib/paraglide/messages.js'

export type Deeds = Record<
  'next' | 'before' | 'go' | 'select' | 'range' | 'open' | 'close' | 'search' | 'fresh',
  () => void
>

/** The keys of the queue. Enter itself belongs to the list, or it could press no button elsewhere. */
export const queueKeys = (deeds: Deeds): Key[] => [
  { press: 'j', words: m.queue_key_next, does: deeds.next },
  { press: 'k', words: m.queue_key_before, does: deeds.before },
  { press: 'o', says: '↵ o', words: m.queue_key_go, does: deeds.go },
  { press: 'x', words: m.queue_key_select, does: deeds.select },
  { press: 'Shift+x', words: m.queue_key_range, does: deeds.range },
  { press: '1', words: m.queue_key_open, does: deeds.open },
  { press: '3', words: m.queue_key_close, does: deeds.close },
  { press: '/', words: m.queue_key_search, does: deeds.search },
  { press: 'r', words: m.queue_key_fresh, does: deeds.fresh },
]
