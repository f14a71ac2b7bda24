import { read } from '#lib/api.ts'
import type { MyPanelist, PanelView } from '#lib/panel/views.ts'

/** What I have said of myself as a panelist of a project. */
export const readMe = async (project: string, fetch: typeof globalThis.fetch): Promise<MyPanelist | null> =>
  (await read<PanelView>(`/projects/${encodeURIComponent(project)}/panel`, { fetch })).me
