import type { ProjectCard } from '#lib/answers.ts'
import { readAsked } from '#lib/asked.ts'
import { readPage } from '#lib/page.ts'
import { readMe } from '#lib/panel/me.ts'
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
  // Whoever is to sit is asked one question first; a project that cannot be asked now asks on its own page.
  const seated = projects.filter(({ roles }) => roles.includes('panelist'))
  const panels = await Promise.all(
    seated.map(async (project) => ({ project, me: await readMe(project.key, fetch).catch(() => null) })),
  )
  const undeclared = panels.flatMap(({ project, me }) => (me && !me.declared ? [{ project, me }] : []))
  const speaking = projects.filter(({ roles }) => roles.includes('panelist') || roles.includes('lead'))
  const asking = await Promise.all(
    speaking.map(async (project) => ({
      project,
      rows: await readAsked(project.key, fetch).catch(() => []),
    })),
  )
  const asked = asking.filter(({ rows }) => rows.length > 0)
  return { projects, turns, undeclared, asked }
}
