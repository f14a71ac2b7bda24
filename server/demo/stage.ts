import { inArray } from 'drizzle-orm'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { ClauseHead } from '#shared/guideline.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import { disputeRecords } from '../domain/dispute-record.ts'
import { guidelineHeads } from '../domain/guideline.ts'
import { questionsOf } from '../domain/round.ts'
import { itemsOf } from '../domain/vote.ts'
import { type Project, projectOf } from '../domain/who.ts'
import { act } from '../handlers.ts'
import type { PanelistKey } from './cases/shape.ts'
import { type Cue, nextStep, type Step } from './cue.ts'
import { ballotOf, clauseOf, inBoth, languageOf } from './lines.ts'
import type { TextDoor } from './pen.ts'
import { type Ask, signCase } from './sign.ts'
import type { Visitors } from './visitors.ts'

/** How often the script looks whether its moment has come, ms. */
const EVERY = 1_000

/** Those who act by script: who they are as people and as members, and how they sign in. */
export type Player = { key: PanelistKey; person: string; member: string; start: () => Promise<string> }
type Stage = {
  house: House
  project: string
  texts: TextDoor
  players: readonly Player[]
  visitors: Visitors
  /** What shared rationales said when the script last looked. */
  seen: Map<string, string>
}
type Waiting = { id: string; at: number }

/** The scripted panelists act as everybody does, by commands, where no visitor has taken their place. Returns how to end it. */
export function openStage(opened: Omit<Stage, 'seen'>): () => Promise<void> {
  const stage: Stage = { ...opened, seen: new Map() }
  const done = new Map<string, Set<string>>()
  const waiting = new Map<string, Waiting>()
  let busy: Promise<void> | undefined
  const timer = setInterval(() => {
    busy ??= look(stage, done, waiting)
      .catch((error) => console.error(error))
      .finally(() => {
        busy = undefined
      })
  }, EVERY)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await busy
  }
}

async function look(stage: Stage, done: Map<string, Set<string>>, waiting: Map<string, Waiting>) {
  const { house } = stage
  const project = await projectOf(house.store.read, stage.project)
  for (const cue of await cues(stage, project, done)) {
    const { id } = cue.dispute
    const step = nextStep(cue)
    if (!step) waiting.delete(id)
    else if (waiting.get(id)?.id !== step.id) waiting.set(id, { id: step.id, at: house.now() + step.after })
    else if (house.now() >= waiting.get(id)!.at) {
      done.set(id, (done.get(id) ?? new Set()).add(step.id))
      // What cannot be done yet is come back to, as unhurried as the first time.
      if (!(await play(stage, project, cue, step))) {
        done.get(id)!.delete(step.id)
        waiting.delete(id)
      }
    }
  }
}

/** The disputes in which something could be done, as the script sees them. */
async function cues(
  { house, players, visitors }: Stage,
  project: Project,
  done: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Cue[]> {
  const { read } = house.store
  const open = inArray(read.tables.dispute.state, ['voting', 'revealed'])
  const disputes = await disputeRecords(read, project.id, open)
  const items = await itemsOf(
    read,
    project.id,
    disputes.map(({ item }) => item),
  )
  const questions = await questionsOf(read, project.id)
  return disputes.map((dispute) => {
    const places = [dispute.id, ...dispute.votes.map(({ vote }) => vote)]
    return {
      dispute,
      questions,
      item: items.get(dispute.item)?.external ?? '',
      players: new Map(players.map(({ member, key }) => [member, key])),
      taken: new Set(
        players.filter(({ person }) => visitors.plays(person, places, house.now())).map(({ key }) => key),
      ),
      visited: visitors.isVisited(places),
      done: done.get(dispute.id) ?? new Set(),
    }
  })
}

/** Whether it is done, or there was nothing to do. */
async function play(stage: Stage, project: Project, { dispute, item }: Cue, step: Step): Promise<boolean> {
  const { person, start } = stage.players.find(({ key }) => key === step.by)!
  const ask: Ask = <Name extends CommandName>(name: Name, input: CommandInput<Name>, ifMatch?: number) =>
    act(stage.house, {
      name,
      project: project.id,
      who: { person, owner: false },
      input,
      key: stage.house.salt(),
      ifMatch,
    })
  const { read } = stage.house.store
  const heads = await guidelineHeads(read, project.id)
  const clauses = heads.find(({ version }) => version === dispute.guideline)?.clauses ?? []
  try {
    if (step.kind === 'sign')
      return await signCase({ ...stage, project: project.id }, { start, ask }, dispute, item)
    await say(ask, dispute, item, step, clauses)
  } catch (error) {
    // Somebody was first, or left nothing to say: a person would shrug, too.
    if (!(error instanceof Refusal)) throw error
  }
  return true
}

async function say(
  ask: Ask,
  { id: dispute, questions, round }: DisputeRecord,
  item: string,
  step: Exclude<Step, { kind: 'sign' }>,
  clauses: readonly ClauseHead[],
) {
  const inWords = (text: { en: string; ja: string }) => inBoth(text, languageOf(step.by))
  switch (step.kind) {
    case 'cast': {
      const ballot = ballotOf(step.by, item, { id: dispute, questions }, round, clauses)
      return ballot && ask('ballot.cast', ballot)
    }
    case 'remark': {
      const said = { dispute, text: inWords(step.remark.text), mentions: [] }
      if (step.thread) return ask('comment.add', { ...said, thread: step.thread.id })
      const clause = clauseOf(step.remark.clause, clauses)
      return ask('thread.open', { ...said, anchor: clause ? { kind: 'clause', clause } : { kind: 'case' } })
    }
    case 'name': {
      const { question, camp, cause } = step.naming
      return ask('cause.name', { dispute, round, question, camp, vote: null, cause })
    }
    case 'resolve':
      return ask('thread.resolve', { dispute, thread: step.thread.id })
    case 'opinion':
      return ask('opinion.write', { dispute, kind: step.opinion.kind, text: inWords(step.opinion.text) })
  }
}
