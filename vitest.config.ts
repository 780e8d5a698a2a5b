import { defineConfig } from 'vitest/config';

// Three runners that share one configuration: what needs neither a browser nor a window, what needs Chromium, what needs Electron.
export default defineConfig({
  test: {
    // Unbuilt, each thread strips types by WebAssembly, and V8 of Node 24 aborts now and then when two threads tier up the same import
    // wrapper (WasmImportWrapperCache::Free in the core file). A budget that is never used up keeps it from doing so. Built code has no WebAssembly.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    projects: [
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'unit',
          include: ['test/{unit,golden,property,fuzz,cli,native,security,differential}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 90_000,
          // One Chromium with software drawing takes both cores of a small machine.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
