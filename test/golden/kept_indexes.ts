// A folder for indexes that several test files ask the same run's questions of and for the book of comparisons, there for one run of the tests.
// Vitest calls it once per run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { sumUp } from './ledger_sums.ts';

declare module 'vitest' {
  interface ProvidedContext {
    keptIndexes: string;
  }
}

export default function setUp(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'legion-prof-indexes-'));
  project.provide('keptIndexes', folder);
  return () => {
    try {
      const sums = sumUp(folder);
      if (sums !== undefined) console.log(sums);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
