import type { MyVote, WhyView } from '#lib/why/views.ts'
import { refuseNote } from '#shared/rater-note.ts'

/** Whether the panel would still read a note: nobody has opened a ballot on this vote. */
export const mayNote = ({ dispute, marks }: Pick<MyVote, 'dispute' | 'marks'>): boolean =>
  !refuseNote(dispute ? [dispute] : []) && !marks.some(({ basis }) => basis === 'decision')

export const mayNoteHere = ({ mine, dispute, hearing, earlier }: WhyView): boolean =>
  mine && !refuseNote([dispute, hearing, ...earlier].filter((one) => one !== null))
