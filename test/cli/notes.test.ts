/** Notes go with an index that somebody asks for, and are read back from there by who opens it elsewhere. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeScratch, OWN_LOGS, run } from './run_cli.ts';

describe('index -o', () => {
  test('takes the notes of the run along', async () => {
    using scratch = makeScratch();
    const env = Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map((name) => [`XDG_${name}_HOME`, join(scratch.path, name)]));
    const log = join(OWN_LOGS, 'lg-tiny-hello');
    const info = await run(['info', '--json', log], env);
    const { contentId } = (JSON.parse(info.stdout) as { runs: { contentId: string }[] }).runs[0]!;
    const notes = join(scratch.path, 'DATA', 'legion-prof', 'runs', contentId, 'notes');
    mkdirSync(notes, { recursive: true });
    const value = { startNs: 5, stopNs: 9, text: 'it “starts” here', color: 'red', track: null, writtenAt: '2026-01-01T00:00:00Z' };
    writeFileSync(join(notes, 'n1.json'), JSON.stringify(value));
    const file = join(scratch.path, 'run.lprof');
    for (const flags of [[], ['-f']]) {
      expect(await run(['index', log, '-o', file, ...flags], env)).toMatchObject({ code: 0 });
      const asked = await run(['query', '--json', file, 'SELECT note_id, value FROM note'], env);
      expect(asked.code).toBe(0);
      const { rows } = JSON.parse(asked.stdout) as { rows: { note_id: string; value: string }[] };
      expect(rows.map((row) => [row.note_id, JSON.parse(row.value)])).toEqual([['n1', value]]);
    }
  });
});
