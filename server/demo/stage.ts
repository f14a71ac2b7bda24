import { inArray } from 'drizzle-orm'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { ClauseHead } from '#shared/guideline.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { isConsent } from '#shared/requirement.ts'
import type { House } from '../command.ts'
import { disputeRecords, disputeSeq } from '../domain/dispute-record.ts'
import { guidelineHeads } from '../domain/guideline.ts'
import { questionsOf } from '../domain/round.ts'
import { itemsOf } from '../domain/vote.ts'
import { type Project, projectOf } from '../domain/who.ts'
import { act } from '../handlers.ts'
import type { PanelistKey } from './cases/shape.ts'
import { type Cue, nextStep, type Step } from './cue.ts'
import { ballotOf, clauseOf, inBoth, languageOf, signatureOf } from './lines.ts'
import type { Visitors } from './visitors.ts'

/** How often the script looks whether its moment has come, ms. */
const EVERY = 1_000

/** Those who act by script: who they are as people and as members. */
export type Player = { key: PanelistKey; person: string; member: string }
type Stage = { house: House; project: string; players: readonly Player[]; visitors: Visitors }
type Waiting = { id: string; at: number }

/** The scripted panelists act as everybody does, by commands, where no visitor has taken their place. Returns how to end it. */
export function openStage(stage: Stage): () => Promise<void> {
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
      await play(stage, project, cue, step)
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

async function play(stage: Stage, project: Project, { dispute, item }: Cue, step: Step): Promise<void> {
  const { person } = stage.players.find(({ key }) => key === step.by)!
  const ask = <Name extends CommandName>(name: Name, input: CommandInput<Name>, ifMatch?: number) =>
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
    if (step.kind === 'sign') await sign(ask, dispute, item, await disputeSeq(read, project.id, dispute.id))
    else await say(ask, dispute, item, step, clauses)
  } catch (error) {
    // Somebody was first, or left nothing to say: a person would shrug, too.
    if (!(error instanceof Refusal)) throw error
  }
}

type Ask = <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  ifMatch?: number,
) => Promise<unknown>

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

/** Alike ballots are signed from the consent list; where they differ, or something is unmet, with reasons. */
async function sign(ask: Ask, dispute: DisputeRecord, item: string, ifMatch: number) {
  const consented = isConsent(dispute)
    ? await ask('decision.consent', { disputes: [dispute.id] }).catch((error) => {
        if (error instanceof Refusal) return undefined
        throw error
      })
    : undefined
  if (consented) return
  await ask('decision.sign', { dispute: dispute.id, ...signatureOf(item) }, ifMatch)
}
