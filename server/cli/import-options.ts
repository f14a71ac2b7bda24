import { readMapping } from '#shared/import/mapping-text.ts'
import { explainFault, type Mapping } from '#shared/import.ts'
import {
  type DeclaredQuestion,
  encodingNames,
  formatNames,
  type NewImport,
  type SomeChoices,
} from '#shared/import-choices.ts'
import { questionTypeNames } from '#shared/question.ts'
import { Exit } from './client.ts'

export interface ImportOptions {
  project: string
  items?: string
  question?: string
  type?: string
  scale?: string
  format?: string
  map?: string
  itemsMap?: string
  encoding?: string
  source?: string
  partial?: boolean
  complete?: boolean
  leaveOut?: boolean
  dryRun?: boolean
  json?: boolean
}

/** What the options say of the file, or an `Exit` that says what is wrong with them. */
export function startOf(options: ImportOptions): Pick<NewImport, 'encoding' | 'format' | 'choices'> {
  const { format = 'auto', encoding = 'auto' } = options
  const choices: SomeChoices = {
    ...(options.map === undefined ? {} : { mapping: mappingOf(options.map) }),
    ...(options.itemsMap === undefined ? {} : { itemsMapping: mappingOf(options.itemsMap) }),
    questions:
      options.question === undefined ? refuseLoose(options) : [questionOf(options.question, options)],
    leaveOut: options.leaveOut === true,
    complete: options.partial ? false : options.complete ? true : null,
  }
  return {
    format: format === 'auto' ? null : oneOf('--format', format, formatNames),
    encoding: encoding === 'auto' ? null : oneOf('--encoding', encoding, encodingNames),
    choices,
  }
}

function refuseLoose({ type, scale }: ImportOptions): DeclaredQuestion[] {
  if (type !== undefined || scale !== undefined)
    throw new Exit(2, '--type and --scale say what a question is: name it with --question.')
  return []
}

function questionOf(key: string, { type, scale }: ImportOptions): DeclaredQuestion {
  return {
    key,
    ...(type === undefined ? {} : { type: oneOf('--type', type, questionTypeNames) }),
    ...(scale === undefined ? {} : { scale: scaleOf(scale) }),
  }
}

function scaleOf(text: string): { min: number; max: number } {
  const [, min, max] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(text.trim()) ?? []
  if (min === undefined || max === undefined || Number(min) >= Number(max))
    throw new Exit(2, `--scale ${text}: expected the least and the greatest value, as in -3..1.`)
  return { min: Number(min), max: Number(max) }
}

function mappingOf(text: string): Mapping {
  const read = readMapping(text)
  if ('mapping' in read) return read.mapping
  const words = explainFault(read.fault, 'en')
  throw new Exit(2, `--map: found ${words?.found}; expected ${words?.expected}. ${words?.fix}`)
}

function oneOf<Name extends string>(option: string, found: string, names: readonly Name[]): Name {
  const name = names.find((one) => one === found)
  if (name === undefined) throw new Exit(2, `${option} ${found}: expected one of ${names.join(', ')}.`)
  return name
}
