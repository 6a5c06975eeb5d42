import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/scratch-setup.ts', 'test/support/mongo-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Files share their modules: loading them anew for each would take a quarter of the time.
    isolate: false,
    maxWorkers: 3,
  },
});
