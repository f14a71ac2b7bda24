import { defineConfig } from 'vitest/config'

// At the top because `npx vitest run tests/…` looks nowhere else. Browser tests have tests/playwright.config.ts.
export default defineConfig({
  test: {
    include: ['tests/shared/**/*.test.ts', 'tests/server/**/*.test.ts', 'tests/house.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Modules are read once a worker, not once a file: a third of the whole time.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
