/** How our threads are begun: with the loader that makes what they load lighter; `store/lean.ts` says why. */
export const lean = { execArgv: ['--import', import.meta.resolve('../store/lean.ts')] }
