import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Unit and integration tests run in plain Node 24; journeys drive the built application in a real Electron. */
const root = fileURLToPath(new URL('..', import.meta.url));
const shared = { root, environment: 'node' as const, testTimeout: 20_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] } },
      {
        test: {
          ...shared,
          name: 'integration',
          // Emulated devices are processes of their own, and a busy machine may starve one; a second try shows as such.
          retry: 1,
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'journey',
          setupFiles: ['tests/journeys/setup-place.ts'],
          // A window on a busy machine may miss a key; a journey that needed its second try shows as "retry x1".
          retry: 1,
          include: ['tests/journeys/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        // Not part of npm test: `npm run test:package` makes the package first.
        test: {
          ...shared,
          name: 'packaging',
          include: ['tests/packaging/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
