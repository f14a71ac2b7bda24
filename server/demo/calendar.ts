import type { House } from '../command.ts'

const DAY = 86_400_000
export type Calendar = ReturnType<typeof calendarOf>

/** Sets the house's clock back, so that what the story tells of weeks ago stands in the record with its day. */
export function calendarOf(house: House) {
  const today = house.now
  return {
    ago(days: number) {
      house.now = () => today() - days * DAY
    },
    today() {
      house.now = today
    },
    /** As review dates are written; before today where negative. */
    date: (days: number): string => new Date(today() + days * DAY).toISOString().slice(0, 10),
  }
}
