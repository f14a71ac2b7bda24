import Armchair from '@lucide/svelte/icons/armchair'
import Award from '@lucide/svelte/icons/award'
import BadgeCheck from '@lucide/svelte/icons/badge-check'
import BookOpen from '@lucide/svelte/icons/book-open'
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column'
import ChartNoAxesGantt from '@lucide/svelte/icons/chart-no-axes-gantt'
import Download from '@lucide/svelte/icons/download'
import Dumbbell from '@lucide/svelte/icons/dumbbell'
import Gauge from '@lucide/svelte/icons/gauge'
import Gavel from '@lucide/svelte/icons/gavel'
import House from '@lucide/svelte/icons/house'
import ListChecks from '@lucide/svelte/icons/list-checks'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import Mail from '@lucide/svelte/icons/mail'
import MessageCircleQuestionMark from '@lucide/svelte/icons/message-circle-question-mark'
import MessageSquareCheck from '@lucide/svelte/icons/message-square-check'
import Ruler from '@lucide/svelte/icons/ruler'
import Scale from '@lucide/svelte/icons/scale'
import Settings from '@lucide/svelte/icons/settings'
import Stamp from '@lucide/svelte/icons/stamp'
import Upload from '@lucide/svelte/icons/upload'
import UserRound from '@lucide/svelte/icons/user-round'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'
import type { ProjectView } from '#lib/answers.ts'
import { m } from '#lib/paraglide/messages.js'

export type Place = {
  href: string
  word: () => string
  icon: Component<{ size?: number; 'aria-hidden'?: 'true' }>
  count?: number
  /** Pages that belong with it: tabs under its heading. */
  kin?: Place[]
}

/** The pages of a project for whoever looks: each role's own first, none that would be refused. */
export function placesOf(view: ProjectView): Place[] {
  const { roles, owner } = view.me
  const at = (path: string) => `/projects/${view.project.key}${path}`
  const leads = owner || roles.includes('lead')
  const audits = roles.includes('auditor')
  const sits = roles.includes('panelist')
  const places: (Place | false)[] = [
    { href: at(''), word: m.nav_overview, icon: House },
    (leads || audits) && { href: at('/queue'), word: m.nav_queue, icon: ListOrdered },
    sits && { href: at('/ballots'), word: m.nav_my_ballots, icon: Mail },
    (leads || audits) && { href: at('/disputes'), word: m.nav_disputes, icon: Scale },
    (leads || audits) && { href: at('/appeals'), word: m.nav_appeals, icon: Gavel },
    (leads || sits) && { href: at('/consent'), word: m.nav_consent, icon: Stamp },
    (leads || audits) && { href: at('/reviews'), word: m.nav_reviews, icon: MessageSquareCheck },
    !leads &&
      !audits &&
      view.reviews !== null && {
        href: at('/reviews/mine'),
        word: m.nav_my_reviews,
        icon: MessageSquareCheck,
      },
    roles.includes('rater') && { href: at('/standing'), word: m.nav_my_standing, icon: ChartNoAxesColumn },
    roles.includes('rater') && { href: at('/votes'), word: m.nav_my_votes, icon: ListChecks },
    { href: at('/guideline'), word: m.nav_guideline, icon: BookOpen },
    roles.includes('rater') && { href: at('/practice'), word: m.nav_practice, icon: Dumbbell },
    together(
      (leads || sits) && { href: at('/panel'), word: m.nav_panel, icon: Armchair },
      (leads || sits || audits) && { href: at('/measures'), word: m.nav_measures, icon: Gauge },
    ),
    (sits || roles.includes('rater')) && { href: at('/record'), word: m.nav_record, icon: Award },
    together(
      leads && { href: at('/raters'), word: m.nav_raters, icon: UserRound },
      (leads || audits || sits) && { href: at('/bar'), word: m.nav_bar, icon: Ruler },
      (leads || audits) && { href: at('/groups'), word: m.nav_groups, icon: ChartNoAxesGantt },
    ),
    together(
      leads && { href: at('/import'), word: m.nav_import, icon: Download },
      (leads || audits) && { href: at('/gold'), word: m.nav_gold, icon: BadgeCheck },
    ),
    (leads || audits) && { href: at('/exports'), word: m.nav_exports, icon: Upload },
    leads && { href: at('/questions'), word: m.nav_questions, icon: MessageCircleQuestionMark },
    leads && { href: at('/members'), word: m.nav_members, icon: Users },
    leads && { href: at('/settings'), word: m.nav_settings, icon: Settings },
  ]
  return places.filter((place) => place !== false)
}

/** One place for pages that belong together: the first that whoever looks may read leads to the others. */
function together(...places: (Place | false)[]): Place | false {
  const [first, ...kin] = places.filter((place) => place !== false)
  return first !== undefined && { ...first, kin }
}

/** The pages that belong with the one at this path, itself among them; none where it stands alone. */
export function tabsOf(view: ProjectView, path: string): Place[] {
  const place = placesOf(view).find((one) => isHere(one, path))
  return place?.kin?.length ? [place, ...place.kin] : []
}

/** Whether the page at this path belongs to the place; the overview's own path begins all others. */
export function isHere(place: Place, path: string): boolean {
  const overview = /^\/projects\/[^/]+$/.test(place.href)
  // Re-checks are the guideline's, though every decision they name has a page of its own.
  const at = path.replace(/^(\/projects\/[^/]+)\/rechecks$/, '$1/guideline')
  const own = at === place.href || (!overview && at.startsWith(`${place.href}/`))
  return own || (place.kin?.some((one) => isHere(one, path)) ?? false)
}
