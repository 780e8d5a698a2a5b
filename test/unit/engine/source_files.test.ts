// Source files are read for the page only where a run names them, and this is no way to read other files.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSource } from '../../../electron/engine/source_files.ts';
import { LOGS, TestEngine } from './open_engine.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'legion-prof-source-'));
  mkdirSync(join(folder, 'root/apps'), { recursive: true });
  writeFileSync(join(folder, 'root/apps/cg.py'), 'a = 1\n');
  writeFileSync(join(folder, 'root/flat.py'), 'b = 2\n');
  writeFileSync(join(folder, 'secret.py'), 'password = 1\n');
  writeFileSync(join(folder, 'passwd'), 'root:x:0:0\n');
  writeFileSync(join(folder, 'root/binary.py'), Buffer.from([0, 1, 2]));
  writeFileSync(join(folder, 'root/large.py'), Buffer.alloc((4 << 20) + 1, 'x'));
  symlinkSync(join(folder, 'secret.py'), join(folder, 'root/link.py'));
  symlinkSync(join(folder, 'passwd'), join(folder, 'root/named.py'));
  symlinkSync(folder, join(folder, 'root/out'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOWHERE = { path: null, text: '' };

describe('a source file', () => {
  it('is found by its path, and by the ends of its path below a root', async () => {
    const cg = join(folder, 'root/apps/cg.py');
    await expect(readSource(cg, [])).resolves.toEqual({ path: cg, text: 'a = 1\n' });
    await expect(readSource('/elsewhere/apps/cg.py', [join(folder, 'root')])).resolves.toEqual({ path: cg, text: 'a = 1\n' });
    await expect(readSource('C:\\work\\apps\\cg.py', [join(folder, 'root')])).resolves.toEqual({ path: cg, text: 'a = 1\n' });
    await expect(readSource('/elsewhere/apps/flat.py', ['/nowhere', join(folder, 'root')])).resolves.toMatchObject({ text: 'b = 2\n' });
    await expect(readSource('cg.py', [])).resolves.toEqual(NOWHERE);
  });
  it('below a root is nothing that lies outside of it: no `..`, no link', async () => {
    const roots = [join(folder, 'root')];
    for (const file of ['../secret.py', 'apps/../../secret.py', 'link.py', '/x/link.py', 'out/secret.py']) await expect(readSource(file, roots)).resolves.toEqual(NOWHERE);
  });
  it('has the ending of source, also where a link leads, is text and not huge', async () => {
    for (const file of [join(folder, 'passwd'), '/etc/passwd', `${join(folder, 'passwd')}\0.py`]) await expect(readSource(file, [])).rejects.toMatchObject({ kind: 'bad-request' });
    for (const file of ['root/named.py', 'root/binary.py', 'root/large.py', 'root']) {
      if (file === 'root') await expect(readSource(join(folder, 'root/apps.py'), [])).resolves.toEqual(NOWHERE);
      else await expect(readSource(join(folder, file), [])).resolves.toEqual(NOWHERE);
    }
  });
  it('is given for no path that the run does not name', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([join(LOGS, 'lgt-hello')])).runs;
    await expect(engine.call('lines.source', { run, file: join(folder, 'secret.py') })).rejects.toMatchObject({ kind: 'bad-request', message: expect.stringContaining('No line of this run') as string });
    const named = (await engine.call('lines.costs', { run })).lines.find(({ file }) => file !== null)!.file!;
    // Not here by its path; below a root that the user has set it would be.
    await expect(engine.call('lines.source', { run, file: named })).resolves.toEqual(NOWHERE);
  });
});
