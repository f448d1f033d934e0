import { defineConfig } from 'vitest/config';
import { defines } from './scripts/defines.ts';

export default defineConfig({
  define: defines(false),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['test/support/unit-setup.ts'],
          // Vitest would leave one processor idle.
          maxWorkers: '100%',
          // Key derivations take seconds on a busy machine, and how long they take proves nothing.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [
            'src/**/*.test.ts',
            'popup/**/*.test.ts',
            'ui/**/*.test.ts',
            'pages/**/*.test.ts',
            'content-scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/unit/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Files one after the other in one process, which keeps its browsers. Two at a time fill two processors so far that
          // browsers answer too late.
          maxWorkers: 1,
          isolate: false,
          runner: './test/support/browser-runner.ts',
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'matrix',
          include: ['test/matrix/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
