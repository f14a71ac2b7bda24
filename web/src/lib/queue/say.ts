import { m } from '#lib/paraglide/messages.js'
import type { QueueRow } from '#lib/queue/answers.ts'
import { counted, inMyLanguage, locale } from '#lib/words.ts'
import { type Question, questionType, type Value } from '#shared/question.ts'
import { type Reason, sayReasons } from '#shared/reason.ts'

export const showValue = (question: Question, value: Value): string =>
  questionType(question.type).show(question, value, locale())
export const sayWording = (question: Question): string => inMyLanguage(question.wording) || question.key
export const sayCamps = (question: Question, camps: readonly { value: Value; votes: number }[]) =>
  camps.map(({ value, votes }) => ({ label: showValue(question, value), votes }))
export const sayShare = (share: number): string =>
  share.toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 })

const ends = { one: 'st', two: 'nd', few: 'rd', many: 'th', zero: 'th', other: 'th' }
/** 2nd, 2番目. */
export function sayPlace(n: number): string {
  if (locale() === 'ja') return `${counted(n)}番目`
  return `${counted(n)}${ends[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`
}

export const sayHours = (minutes: number): string =>
  minutes < 90
    ? m.queue_minutes({ count: minutes })
    : m.queue_hours({ count: counted(Math.round(minutes / 60)) })

// The glyphs and the rank say these already.
const plain: Reason['code'][] = ['split', 'unanimous', 'rank']
const telling = ({ reasons }: QueueRow) => reasons.filter(({ code }) => !plain.includes(code))
const rankOf = ({ reasons }: QueueRow) => reasons.find((reason) => reason.code === 'rank')

/** Why a row stands where it does, as short as a row is: "2nd · 4 of your best raters dissent". */
export function sayWhy(row: QueueRow, question: Question): string {
  const rank = rankOf(row)
  const [first] = telling(row)
  const why = row.stood ? m.queue_stood() : first ? sayShort(first, question) : sayRest(row)
  if (!rank) return why || m.queue_short_unanimous()
  if (!why) return m.queue_place({ place: sayPlace(rank.rank), of: counted(rank.of) })
  return m.queue_short_placed({ place: sayPlace(rank.rank), why })
}

function sayRest({ lane, camps, sampled }: QueueRow): string {
  if (lane === 'lone') return m.queue_lone_why({ count: camps[0]?.votes ?? 0 })
  return sampled ? m.queue_sampled_why() : ''
}

function sayShort(reason: Reason, question: Question): string {
  switch (reason.code) {
    case 'minority-best':
      return m.queue_short_best({ count: reason.votes })
    case 'minority-better':
      return m.queue_short_better()
    case 'majority-weak':
      return m.queue_short_weak()
    case 'majority-solid':
      return m.queue_short_solid()
    case 'close':
      return m.queue_short_close()
    case 'option-doubt':
      return m.queue_short_option({ value: showValue(question, [reason.option]) })
    case 'by-margin':
      return m.queue_short_margin()
    case 'tie':
      return m.queue_short_tie()
    case 'one-vote':
      return m.queue_short_few()
    case 'decided':
      return m.queue_short_decided()
    default:
      return ''
  }
}

/** The same in full: every reason as a sentence, and the rank in words; never a percentage. */
export function saySentences(row: QueueRow, question: Question): string[] {
  const reasons = telling(row).map((reason) => sayReasons(question, [reason], locale()))
  if (row.stood) reasons.unshift(m.queue_stood())
  if (row.lane === 'lone') reasons.unshift(m.queue_lone_why({ count: row.camps[0]?.votes ?? 0 }))
  if (row.sampled) reasons.push(m.queue_sampled_why())
  return [...reasons.map(asSentence), ...sayRank(row)]
}

function sayRank(row: QueueRow): string[] {
  const rank = rankOf(row)
  if (rank) return [m.queue_place_about({ place: sayPlace(rank.rank), of: counted(rank.of) })]
  return []
}

function asSentence(clause: string): string {
  if (locale() === 'ja') return `${clause}。`
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}

/** A question by its key; one that came with an import after the page was opened is shown by its plain values. */
export function questionNamed(questions: readonly Question[], key: string): Question {
  const wording = { en: key, ja: key }
  const unknown: Question = {
    key,
    type: 'single',
    level: 'nominal',
    wording,
    options: [],
    scale: null,
    tolerance: 0,
    cautious: null,
    version: 1,
  }
  return questions.find((question) => question.key === key) ?? unknown
}
