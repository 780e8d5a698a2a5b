// Builds the page with its made-up engine into a temporary folder, once for all browser tests of a run. Vitest calls it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    fakeSite: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'legion-prof-fake-'));
  await build({
    configFile: false, root: import.meta.dirname, base: './', publicDir: false, logLevel: 'error',
    build: {
      outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false, minify: false, chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: fileURLToPath(new URL('./main.ts', import.meta.url)), output: { entryFileNames: 'page.js', assetFileNames: '[name][extname]' } },
    },
  });
  project.provide('fakeSite', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
