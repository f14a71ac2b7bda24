import { DAY } from '#shared/account.ts'
import { Refusal } from '#shared/refusals.ts'
import { isoWeek } from '#shared/sample.ts'
import type { House } from './command.ts'
import { overdueAppeals } from './domain/appeal/clock.ts'
import { barsDue } from './domain/bar-review.ts'
import { overdue } from './domain/deadline.ts'
import { undrawn } from './domain/sample.ts'
import { unheard } from './domain/unheard.ts'
import { act } from './handlers.ts'

/** How often deadlines are looked at, ms. */
const EVERY = 5_000

/** Stages advance by rule, because the panel sleeps in two time zones: the clock asks for what is due, like anybody. */
export function startClock(house: House): () => void {
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    tick(house)
      .catch((error) => console.error(error))
      .finally(() => {
        busy = false
      })
  }, EVERY)
  timer.unref()
  return () => clearInterval(timer)
}

export async function tick(house: House): Promise<void> {
  const { read } = house.store
  const who = { machine: 'clock' } as const
  for (const { project, dispute, round, deadline } of await overdue(read, house.now()))
    await unlessRefused(
      act(house, {
        name: 'round.close',
        project,
        who,
        input: { dispute, round },
        key: `close/${dispute}/${round}/${deadline}`,
      }),
    )
  for (const { project, dispute } of await unheard(read, house.now()))
    await unlessRefused(
      act(house, {
        name: 'dispute.unheard',
        project,
        who,
        input: { dispute },
        key: `unheard/${dispute}/${Math.floor(house.now() / DAY)}`,
      }),
    )
  for (const { project, appeal, due } of await overdueAppeals(read, house.now()))
    await unlessRefused(
      act(house, {
        name: 'appeal.escalate',
        project,
        who,
        input: { appeal },
        key: `appeal/${appeal}/${due}/${Math.floor(house.now() / DAY)}`,
      }),
    )
  for (const { project, date } of await barsDue(read, house.now()))
    await unlessRefused(act(house, { name: 'bar.review', project, who, input: { date }, key: `bar/${date}` }))
  const week = isoWeek(house.now())
  for (const project of await undrawn(read, week))
    await unlessRefused(act(house, { name: 'sample.draw', project, who, input: {}, key: `sample/${week}` }))
}

/** Somebody else may have been first; that is no error. */
async function unlessRefused(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error) => {
    if (!(error instanceof Refusal)) throw error
  })
}
