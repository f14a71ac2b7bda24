import { and, eq, isNull } from 'drizzle-orm'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { Who } from '../domain/who.ts'
import { act } from '../handlers.ts'
import type { Demo } from '../http/demo.ts'
import { newSalt, type Serving } from '../main.ts'
import type { TextDoor } from './pen.ts'

/** The story while it is being told: the house it happens in, and who has arrived. */
export type Telling = {
  demo: Demo
  serving: Serving
  project: string
  /** The data folder. */
  data: string
  /** Where the shared texts are written. */
  texts: TextDoor
  /** `start`: signs them in and gives the session. */
  people: Map<string, { person: string; member: string; start: () => Promise<string> }>
}

export const host: Who = { machine: 'host' }
export const as = ({ people }: Telling, key: string): Who => ({
  person: people.get(key)!.person,
  owner: false,
})

/** The same commands as everybody's; `of` is the installation where it is not the project. */
export async function ask<Name extends CommandName>(
  { serving, project }: Telling,
  who: Who,
  name: Name,
  input: CommandInput<Name>,
  { of = project, ifMatch }: { of?: string; ifMatch?: number } = {},
) {
  return (await act(serving.installation.house, { name, project: of, who, input, key: newSalt(), ifMatch }))
    .answer
}

export const reader = ({ serving }: Telling) => serving.installation.house.store.read

export async function projectId(telling: Telling): Promise<string> {
  const { project } = reader(telling).tables
  const [row] = await reader(telling).select().from(project).where(eq(project.key, telling.project))
  return row!.id
}

export async function raterId(telling: Telling, external: string): Promise<string> {
  const { rater } = reader(telling).tables
  const [row] = await reader(telling).select().from(rater).where(eq(rater.external, external))
  return row!.id
}

export async function itemId(telling: Telling, external: string): Promise<string> {
  const { item } = reader(telling).tables
  const [row] = await reader(telling).select().from(item).where(eq(item.external, external))
  return row!.id
}

export async function voteId(
  telling: Telling,
  { item, rater, question }: { item: string; rater: string; question: string },
): Promise<string> {
  const { vote } = reader(telling).tables
  const ids = [await itemId(telling, item), await raterId(telling, rater)] as const
  const [row] = await reader(telling)
    .select()
    .from(vote)
    .where(and(eq(vote.item, ids[0]), eq(vote.rater, ids[1]), eq(vote.question, question)))
  return row!.id
}

/** The dispute on an item of the story. */
export async function disputeId(telling: Telling, item: string): Promise<string> {
  const { dispute } = reader(telling).tables
  const [row] = await reader(telling)
    .select()
    .from(dispute)
    .where(and(eq(dispute.item, await itemId(telling, item)), isNull(dispute.until)))
  return row!.id
}

/** The appeal that nobody has answered yet. */
export async function openAppeal(telling: Telling): Promise<string> {
  const { appeal } = reader(telling).tables
  const [row] = await reader(telling)
    .select()
    .from(appeal)
    .where(and(eq(appeal.state, 'filed'), isNull(appeal.until)))
  return row!.id
}

/** What was decided on an item of the story. */
export async function decisionId(telling: Telling, item: string): Promise<string> {
  const { decision } = reader(telling).tables
  const [row] = await reader(telling)
    .select()
    .from(decision)
    .where(
      and(
        eq(decision.item, await itemId(telling, item)),
        eq(decision.state, 'signed'),
        isNull(decision.until),
      ),
    )
  return row!.id
}
