import { m } from '#lib/paraglide/messages.js'
import { sayDay, sayMoment } from '#lib/time.ts'
import { type ClauseChange, clauseChanges, type PublishRequirement } from '#shared/guideline.ts'
import type { PublishCheck } from '#shared/publish.ts'
import type { RecheckState } from '#shared/recheck.ts'
import type { Language } from '#shared/text.ts'

const tongueWords = { en: m.guideline_english, ja: m.guideline_japanese }
export const tongueWord = (language: Language): string => tongueWords[language]()

const changeWords: Record<ClauseChange, [() => string, (of: { count: number }) => string]> = {
  new: [m.change_new, m.change_new_count],
  meaning: [m.change_meaning, m.change_meaning_count],
  wording: [m.change_wording, m.change_wording_count],
  translation: [m.change_translation, m.change_translation_count],
  gone: [m.change_gone, m.change_gone_count],
}
export const changeWord = (change: ClauseChange): string => changeWords[change][0]()

/** "1 new clause · 2 changed in meaning": what a version changed, by kind. */
export const countedChanges = (counts: Partial<Record<ClauseChange, number>>): string =>
  clauseChanges
    .flatMap((change) => {
      const count = counts[change] ?? 0
      return count > 0 ? [changeWords[change][1]({ count })] : []
    })
    .join(' · ')

/** From when a version binds votes; null: from the first. */
export const bindsWords = (bindsFrom: number | null): string =>
  bindsFrom === null ? m.guideline_binds_first() : m.guideline_binds({ moment: sayMoment(bindsFrom) })

const missingWords: Record<PublishRequirement, () => string> = {
  'owners-approved': m.publish_owners_name,
  'no-blocking-comment': m.publish_blocking_name,
  'proposals-answered': m.publish_proposals_name,
  'translations-current': m.publish_translations_name,
}
/** One requirement as it stands, with its number. */
export function needWords({ name, met, params }: PublishCheck): string {
  const count = params.n ?? 0
  switch (name) {
    case 'owners-approved':
      return met ? m.publish_owners_met() : m.publish_owners_open({ count })
    case 'no-blocking-comment':
      return met ? m.publish_blocking_met() : m.publish_blocking_open({ count })
    case 'proposals-answered':
      return met ? m.publish_proposals_met() : m.publish_proposals_open({ count })
    case 'translations-current':
      return met ? m.publish_translations_met() : m.publish_translations_open({ count })
  }
}

/** What was not met when a version was published all the same. */
export const missingWord = (name: PublishRequirement): string => missingWords[name]()

const recheckWords: Record<RecheckState, () => string> = {
  waiting: m.recheck_waiting,
  kept: m.recheck_kept,
  reopened: m.recheck_reopened,
  superseded: m.recheck_superseded,
}
export const recheckWord = (state: RecheckState): string => recheckWords[state]()

/** "Version 2 · 21 Nov 2026", as a choice in a list. */
export const versionOption = (one: { version: number; publishedAt: number }, latest: number): string => {
  const about = { version: one.version, day: sayDay(one.publishedAt) }
  return one.version === latest ? m.guideline_version_latest(about) : m.guideline_version_option(about)
}
