import type { Me, ProjectView } from '#lib/answers.ts'

declare global {
  namespace App {
    interface Error {
      message: string
      code?: string
    }
    interface PageData {
      me?: Me | null
      view?: ProjectView
    }
  }
}
