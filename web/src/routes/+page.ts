import type { ProjectCard } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import { readTurns } from '#lib/turns.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ fetch, depends }) => {
  depends('gogi:home')
  const projects = await readPage<ProjectCard[]>('/projects', fetch)
  const waiting = projects.filter((project) => project.yourTurn > 0)
  // A project whose turns cannot be listed still says how many there are.
  const turns = await Promise.all(
    waiting.map(async (project) => ({ project, rows: await readTurns(project.key, fetch).catch(() => []) })),
  )
  return { projects, turns }
}
