import { fault, readable } from '#shared/import.ts'
import { BATCH_ROWS, type Cells, type Importer, type RawRow } from '../row.ts'
import { Unreadable } from '../unreadable.ts'
import { type Element, elements } from './elements.ts'
import { readResults } from './label-studio-results.ts'

/** Label Studio's JSON: one row for each annotation and each prediction. */
export const labelStudio: Importer = {
  name: 'label-studio',
  regular: false,
  sniff(head, name) {
    const start = head.trimStart()
    if (!/^(\[|\{)/.test(start)) return 0
    const tasks = /"(annotations|predictions)"\s*:/.test(head) && /"data"\s*:/.test(head)
    if (tasks) return 0.9
    // Any other list or .json file comes here too, to be refused in words that name what it is.
    return start.startsWith('[') ? 0.5 : /\.json$/i.test(name) ? 0.3 : 0.1
  },
  async *rows(source) {
    let batch: RawRow[] = []
    let first = true
    for await (const element of elements(source.text())) {
      const rows = taskRows(element)
      const wrong = first && rows[0]?.fault
      if (wrong) throw Object.assign(new Unreadable('not-label-studio', {}, element.line), { fault: wrong })
      first = false
      for (const row of rows) {
        batch.push(row)
        if (batch.length < BATCH_ROWS) continue
        yield batch
        batch = []
      }
    }
    if (first) throw new Unreadable('not-label-studio', { found: readable(source.head.trim()) }, 1)
    if (batch.length > 0) yield batch
  },
}

function taskRows({ line, text }: Element): RawRow[] {
  let task: Cells
  try {
    task = JSON.parse(text) as Cells
  } catch {
    return [{ line, cells: {}, fault: fault('json-broken', { found: readable(text) }) }]
  }
  const { annotations, predictions } = task
  if (!Array.isArray(annotations) && !Array.isArray(predictions)) return [notATask(line, task)]
  if (!task.data || typeof task.data !== 'object' || task.id === undefined) return [notATask(line, task)]
  const shared = taskCells(task)
  const rows = [
    ...objects(annotations).map((annotation) => annotationRow(line, shared, annotation)),
    ...objects(predictions).map((prediction) => predictionRow(line, shared, prediction)),
  ]
  return rows.length > 0 ? rows : [{ line, cells: shared, skip: 'unanswered' }]
}

const objects = (list: unknown): Cells[] =>
  Array.isArray(list) ? list.filter((one): one is Cells => one !== null && typeof one === 'object') : []

function notATask(line: number, found: Cells): RawRow {
  const keys = Object.keys(found)
  const min = keys.includes('annotation_id') && keys.includes('annotator')
  const shown = `{${keys
    .slice(0, 12)
    .map((key) => JSON.stringify(readable(key)))
    .join(', ')}${keys.length > 12 ? ', …' : ''}}`
  return {
    line,
    cells: {},
    fault: min ? fault('label-studio-min') : fault('not-label-studio', { found: shown }),
  }
}

/** The task, and what it was about; what a task has beyond that and is not empty stands under its own name, to be named as lost. */
function taskCells(task: Cells): Cells {
  const cells: Cells = { task: task.id }
  for (const [key, value] of Object.entries(task.data as Cells)) cells[`data.${key}`] = value
  for (const key of ['meta', 'drafts']) if (isFilled(task[key])) cells[key] = task[key]
  return cells
}

function isFilled(value: unknown): boolean {
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0
}

function annotationRow(line: number, shared: Cells, annotation: Cells): RawRow {
  const { completed_by: who, created_at, lead_time, id, ground_truth, reviews, updated_at } = annotation
  const cells: Cells = { ...shared, completed_by: personOf(who), annotation_id: id }
  if (created_at != null) cells.created_at = created_at
  if (updated_at != null && String(updated_at).slice(0, 19) !== String(created_at).slice(0, 19))
    cells.updated_at = updated_at
  if (lead_time != null) cells.lead_time = lead_time
  if (ground_truth === true) cells.ground_truth = true
  if (isFilled(reviews)) cells.reviews = reviews
  if (annotation.was_cancelled === true) return { line, cells, skip: 'cancelled' }
  return { line, cells: Object.assign(cells, readResults(annotation.result)) }
}

/** Some versions write the annotator's id, some an object with it. */
function personOf(who: unknown): unknown {
  if (who === null || typeof who !== 'object') return who
  const { id, email, username } = who as Cells
  return id ?? email ?? username
}

/** A model is a rater like others, of its own kind. Its score is kept where it can be a probability. */
function predictionRow(line: number, shared: Cells, prediction: Cells): RawRow {
  const { model_version: model, score, id, created_at } = prediction
  const cells: Cells = { ...shared, completed_by: model || 'model', rater_kind: 'model' }
  if (id != null) cells.annotation_id = `prediction-${id}`
  if (created_at != null) cells.created_at = created_at
  if (typeof score === 'number') cells[score >= 0 && score <= 1 ? 'confidence' : 'prediction score'] = score
  return { line, cells: Object.assign(cells, readResults(prediction.result)) }
}
