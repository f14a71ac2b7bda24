import { tick } from 'svelte'
import { type Desk, focusOn } from '#lib/draft/desk.svelte.ts'
import { freshId, leave, merge, mergedLength, place, placedIn, split } from '#lib/draft/document.ts'
import type { SharedDraft } from '#lib/draft/draft.svelte.ts'
import { type Plan, planAt, planBefore, planLevel, planNew, planStep } from '#lib/draft/place.ts'
import { m } from '#lib/paraglide/messages.js'
import { toaster } from '#lib/toast.svelte.ts'
import { counted } from '#lib/words.ts'
import { BODY_LENGTH } from '#shared/draft.ts'
import { CLAUSES } from '#shared/guideline.ts'

/** The draft, where it can be written in now. */
const open = ({ draft }: Desk): SharedDraft | undefined => (draft?.text.writable ? draft : undefined)

/** Says so and answers true where one of these clauses is not for me to write in. */
function closed(desk: Desk, draft: SharedDraft, clauses: readonly string[]): boolean {
  const one = clauses.find((id) => !desk.may(id))
  if (one) toaster.say(m.draft_closed({ clause: draft.nameOf(one) }))
  return one !== undefined
}

/** Does one thing that can be taken back, and says afterwards what came of it. */
function does(desk: Desk, draft: SharedDraft, act: () => void, said: () => string): void {
  draft.undo.stopCapturing()
  act()
  const done = draft.undo.undoStack.at(-1)
  draft.undo.stopCapturing()
  const { hand, at } = desk
  void tick().then(() => {
    toaster.say(said(), () =>
      draft.undo.undoStack.at(-1) === done ? desk.back() : toaster.say(m.draft_undo_later()),
    )
    // A clause that moves on the page loses the keyboard on the way.
    if (hand && desk.hand === hand) desk.editor?.view.focus()
    else if (at && at === desk.at && !desk.hand) focusOn(at)
  })
}

function move(desk: Desk, clause: string, planned: (draft: SharedDraft) => Plan | null, none: string): void {
  const draft = open(desk)
  if (!draft) return
  const plan = planned(draft)
  if (!plan) {
    if (none) toaster.say(none)
    return
  }
  if (closed(desk, draft, Object.keys(plan))) return
  does(
    desk,
    draft,
    () => place(draft.doc, plan),
    () => m.draft_moved({ clause: draft.nameOf(clause) }),
  )
}

/** Past its neighbour. */
export const step = (desk: Desk, clause: string, way: 'up' | 'down'): void =>
  move(
    desk,
    clause,
    ({ doc }) => planStep(placedIn(doc), clause, way),
    way === 'up' ? m.draft_first() : m.draft_last(),
  )
/** Under the clause above, or out from under it. */
export const level = (desk: Desk, clause: string, by: 1 | -1): void =>
  move(
    desk,
    clause,
    ({ doc }) => planLevel(placedIn(doc), clause, by),
    by === 1 ? m.draft_no_deeper() : m.draft_no_higher(),
  )
/** Before another; null: to the end. */
export const drop = (desk: Desk, clause: string, before: string | null): void =>
  move(desk, clause, ({ doc }) => planBefore(placedIn(doc), clause, before), '')

function full(clauses: number): boolean {
  if (clauses >= CLAUSES) toaster.say(m.draft_full({ count: counted(CLAUSES) }))
  return clauses >= CLAUSES
}

/** A new clause behind one, with its title in hand. */
export function add(desk: Desk, after: string | null, inside = false): void {
  const draft = open(desk)
  if (!draft) return
  const rows = placedIn(draft.doc)
  if (full(rows.length)) return
  const id = freshId(draft.doc)
  const language = desk.hand?.language ?? desk.tongues[0]!
  const plan = planNew(rows, id, { after, inside })
  if (closed(desk, draft, Object.keys(plan))) return
  does(
    desk,
    draft,
    () => place(draft.doc, plan),
    () => m.draft_added({ number: draft.nameOf(id) }),
  )
  void tick().then(() => desk.take(id, 'title', 'end', language))
}

/** Parts the clause in hand at the caret. */
export function part(desk: Desk): void {
  const { hand, editor } = desk
  const draft = open(desk)
  if (!draft || hand?.field !== 'body' || !editor || editor.view.composing) return
  const { clause, language } = hand
  const rows = placedIn(draft.doc)
  if (full(rows.length)) return
  const index = rows.findIndex(({ id }) => id === clause)
  const into = freshId(draft.doc)
  const plan = planAt(rows, index + 1, [{ id: into, level: rows[index]?.level ?? 1 }])
  if (closed(desk, draft, Object.keys(plan))) return
  const at = editor.view.state.selection.main.head
  does(
    desk,
    draft,
    () => split(draft.doc, { id: clause, language, at, into, plan }),
    () => m.draft_parted({ clause: draft.nameOf(clause), number: draft.nameOf(into) }),
  )
  void tick().then(() => desk.take(into, 'title', 'end', language))
}

/** Its words go to the end of the clause above. */
export function mergeUp(desk: Desk, clause: string): void {
  const draft = open(desk)
  if (!draft) return
  const rows = placedIn(draft.doc)
  const above = rows[rows.findIndex(({ id }) => id === clause) - 1]?.id
  if (!above || closed(desk, draft, [clause, above])) return
  if (mergedLength(draft.doc, clause, above) > BODY_LENGTH) {
    toaster.say(m.draft_merge_long({ limit: counted(BODY_LENGTH) }))
    return
  }
  const name = draft.nameOf(clause)
  desk.hand = undefined
  desk.at = above
  does(
    desk,
    draft,
    () => merge(draft.doc, clause, above),
    () => m.draft_merged({ clause: name, above: draft.nameOf(above) }),
  )
}

export function remove(desk: Desk, clause: string): void {
  const draft = open(desk)
  if (!draft || closed(desk, draft, [clause])) return
  const rows = placedIn(draft.doc)
  const index = rows.findIndex(({ id }) => id === clause)
  const name = draft.nameOf(clause)
  desk.hand = undefined
  desk.at = rows[index + 1]?.id ?? rows[index - 1]?.id
  does(
    desk,
    draft,
    () => leave(draft.doc, clause, null),
    () => m.draft_removed({ clause: name }),
  )
}
