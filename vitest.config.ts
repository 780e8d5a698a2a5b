import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start hundreds of threads from TypeScript sources; what one has stripped of its types the next finds here. Files are known by their content.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.vite/compile-cache');

// Three runners that share one configuration and its workers: what needs neither a browser nor a window, what needs Chromium, what needs Electron.
export default defineConfig({
  test: {
    // Unbuilt, each thread strips types by WebAssembly, and V8 of Node 24 aborts now and then when two threads tier up the same import
    // wrapper (WasmImportWrapperCache::Free in the core file). A budget that is never used up keeps it from doing so. Built code has no WebAssembly.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    // On two cores vitest would take one: much of a test is waiting for another process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'unit',
          include: ['test/{unit,golden,property,fuzz,cli,native,security,differential}/**/*.test.{ts,tsx}'],
          globalSetup: 'test/golden/kept_indexes.ts',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          // A page that shares two cores with a second one is not told within the usual second.
          expect: { poll: { timeout: 15_000 } },
          include: ['test/browser/**/*.test.ts'],
          setupFiles: 'test/browser/harness/on_failure.ts',
          globalSetup: 'test/browser/fake_app/build_site.ts',
          testTimeout: 180_000,
          hookTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
