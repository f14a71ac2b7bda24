import type ClauseEditor from '#lib/draft/ClauseEditor.svelte'
import type { openEditor } from '#lib/text/editor.ts'

/** What writing needs, once its code is here. */
export type Pen = { open: typeof openEditor; Clause: typeof ClauseEditor }
