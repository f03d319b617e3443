import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The default leaves one of two cores idle, and most of a test is waiting.
    maxWorkers: 2,
    projects: [
      { test: { name: 'core', include: ['core/test/**/*.test.ts', 'contract/test/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'web', include: ['web/test/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'house', include: ['e2e/house/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'server', include: ['server/test/**/*.test.ts'], globalSetup: ['server/test/support/global-setup.ts'], testTimeout: 180_000, hookTimeout: 180_000 } },
      { test: { name: 'browser', include: ['e2e/browser/**/*.test.ts'], globalSetup: ['server/test/support/global-setup.ts'], testTimeout: 300_000, hookTimeout: 300_000 } },
    ],
  },
})
