import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type DawidSkene, dawidSkene, logarithms, posterior } from '#shared/agreement/dawid-skene.ts'
import { agreementWith, agreementWithOthers, majority, voteShares } from '#shared/agreement/majority.ts'
import { byItem, type VotesByItem } from '#shared/agreement/votes.ts'
import { wawaShares, wawaSkills } from '#shared/agreement/wawa.ts'
import { wilson } from '#shared/agreement/wilson.ts'
import { measure } from '#shared/split.ts'
import { columns, near, type Triples } from '../support/votes.ts'

const path = '../shared/vectors.json'
// The published vectors stand outside the project; without them the rest of the file still runs.
const vectors: { id: string; input: never; expected: never }[] = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8').replace(/\bNaN\b/g, 'null'))
  : []
const vector = <Input, Expected>(id: string) =>
  vectors.find((one) => one.id === id)! as { input: Input; expected: Expected }
const known = test.skipIf(vectors.length === 0)

const posteriorOf = (votes: VotesByItem, model: DawidSkene, item: number) => {
  const into = new Float64Array(votes.labels)
  posterior(votes, logarithms(model), item, -1, into)
  return into
}

describe('the published vectors', () => {
  known('item-measures', () => {
    const { input, expected } = vector<number[][], Record<string, number | boolean | null>[]>('item-measures')
    input.forEach((counts, at) => {
      const found = measure(counts, 3)
      const wanted = expected[at]!
      expect(found.nats).toBeCloseTo(wanted.entropy_nats as number, 9)
      expect(found.nats / Math.LN2).toBeCloseTo(wanted.entropy_bits as number, 9)
      // Four camps of three declared answers cannot be; then the camps seen are counted.
      if (wanted.norm_by_lnK3 !== null) expect(found.entropy).toBeCloseTo(wanted.norm_by_lnK3 as number, 9)
      expect(found.margin).toBeCloseTo(wanted.margin as number, 9)
      expect(found.share).toBeCloseTo(wanted.majority_share as number, 9)
      expect(found.agreement).toBeCloseTo(wanted.pairwise_agreement as number, 9)
      expect(found.tie).toBe(wanted.tie)
    })
  })

  known('uncertainty-crowdkit', () => {
    const { input, expected } = vector<[string, string, string][], Record<string, number>>(
      'uncertainty-crowdkit',
    )
    const labels = input[0]!.length === 3 ? 2 : 1
    const of = (name: string) => {
      const counts = new Map<string, number>()
      for (const row of input.filter((one) => one.includes(name))) {
        const answer = row.find((cell) => cell === 'Yes' || cell === 'No')!
        counts.set(answer, (counts.get(answer) ?? 0) + 1)
      }
      return measure([...counts.values()], labels).nats
    }
    expect([of('X'), of('Y')]).toEqual(near([expected.X!, expected.Y!], 3))
  })

  known('toy-mv: shares and agreement with the majority; its tie is a tie here', () => {
    const { input, expected } = vector<Triples, Record<string, never>>('toy-mv')
    const votes = columns(input)
    const grouped = byItem(votes)
    const into = new Float64Array(2)
    const shares = votes.names.item.map((_, item) => {
      voteShares(grouped, item, into)
      return into[1]!
    })
    expect(shares).toEqual(near(Object.values(expected.p_yes!)))
    const found = [...majority(grouped).label]
    expect(found).toEqual([-1, 1, 0, 1, 0])
    const { agree, of } = agreementWith(grouped, brokenByAlphabet(votes, expected.labels!))
    expect([...agree].map((right, rater) => right / of[rater]!)).toEqual(
      near(Object.values(expected.rater_accuracy_vs_mv!)),
    )
  })

  known('toy-wawa', () => {
    const { input, expected: majorities } = vector<Triples, Record<string, never>>('toy-mv')
    const { expected } = vector<string, Record<string, Record<string, number>>>('toy-wawa')
    const votes = columns(input)
    const grouped = byItem(votes)
    const skill = wawaSkills(grouped, brokenByAlphabet(votes, majorities.labels!))
    expect([...skill]).toEqual(near(Object.values(expected.skills!)))
    const into = new Float64Array(2)
    const shares = votes.names.item.map((_, item) => {
      wawaShares(grouped, skill, item, into)
      return into[1]!
    })
    expect(shares).toEqual(near(Object.values(expected.p_yes!)))
  })

  known('toy-ds-steps', () => {
    const { input } = vector<Triples, never>('toy-mv')
    const { expected } = vector<
      string,
      Record<string, Record<'priors' | 'errors_true_cols' | 'p_yes', never>>
    >('toy-ds-steps')
    const votes = columns(input)
    const grouped = byItem(votes)
    for (const [round, name] of ['iter0', 'iter1'].entries()) {
      const model = dawidSkene(grouped, { iterations: round })
      const wanted = expected[name]!
      expect([...model.classes]).toEqual(near(Object.values(wanted.priors!)))
      for (const [cell, truths] of Object.entries<{ no: number; yes: number }>(wanted.errors_true_cols)) {
        const [rater, observed] = cell.split('|obs=') as [string, string]
        const row = (votes.names.rater.indexOf(rater) * 2 + votes.names.label.indexOf(observed)) * 2
        expect([...model.errors.subarray(row, row + 2)]).toEqual(near([truths.no, truths.yes]))
      }
    }
    const before = dawidSkene(grouped, { iterations: 0 })
    const yes = votes.names.item.map((_, item) => posteriorOf(grouped, before, item)[1]!)
    expect(yes).toEqual(near(Object.values(expected.iter1!.p_yes!)))
  })

  known('ds-1979: repeats by one observer are counted', () => {
    const { input, expected } = vector<Record<string, number[][]>, Record<string, never>>('ds-1979')
    const triples: Triples = Object.entries(input).flatMap(([patient, observers]) =>
      observers.flatMap((seen, observer) =>
        seen.map((label): Triples[0] => [patient.padStart(2, '0'), String(observer), String(label)]),
      ),
    )
    const votes = byItem(columns(triples))
    const model = dawidSkene(votes, { tolerance: 1e-12 })
    expect([...model.classes]).toEqual(near(expected.class_marginals!, 4))
    expect(model.logLikelihood).toBeCloseTo(expected.loglik!, 4)
    const table = (rater: number) =>
      [0, 1, 2, 3].map((truth) => [0, 1, 2, 3].map((said) => model.errors[(rater * 4 + said) * 4 + truth]!))
    for (const rater of [0, 1]) {
      const wanted: number[][] = expected[`error_rates_obs${rater + 1}`]!
      expect(table(rater)).toEqual(wanted.map((row) => near(row, 4)))
    }
    const likeliest = Array.from({ length: votes.items }, (_, item) => {
      const shares = posteriorOf(votes, model, item)
      return shares.indexOf(Math.max(...shares)) + 1
    })
    expect(likeliest.join('')).toBe(expected.posterior_argmax)
    for (const patient of [3, 7, 36, 42]) {
      expect([...posteriorOf(votes, model, patient - 1)]).toEqual(near(expected[`patient${patient}`]!, 3))
    }
  })

  known('rater-loo', () => {
    const { input } = vector<Triples, never>('toy-mv')
    const { expected } = vector<string, Record<string, Record<string, number>>>('rater-loo')
    const votes = columns(input)
    const { agree, of, tied } = agreementWithOthers(byItem(votes))
    votes.names.rater.forEach((name, rater) => {
      expect({ agree: agree[rater], of: of[rater], tied_excluded: tied[rater] }).toEqual(expected[name])
    })
  })

  known('wilson', () => {
    const { input, expected } = vector<[number, number][], [number, number][]>('wilson')
    input.forEach(([right, n], at) => {
      const { low, high } = wilson(right, n)
      expect([low, high]).toEqual(near(expected[at]!))
    })
  })
})

/** The vectors' own tool breaks its one tie by alphabet; we hand it that answer instead of doing so. */
function brokenByAlphabet(votes: ReturnType<typeof columns>, labels: Record<string, string>): Int32Array {
  return Int32Array.from(votes.names.item, (item) => votes.names.label.indexOf(labels[item]!))
}
