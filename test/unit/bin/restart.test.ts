// The program's door under an older Node: it must reach the newer one with arguments, signals and exit codes intact.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** A Node from 20 to 23 of this machine, outside node_modules. */
function findOldNode(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((node) => existsSync(node) && /^v2[0-3]\./.test(spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout));
}

const oldNode = findOldNode();
const bundled = existsSync(join(root, 'node_modules', 'node', 'bin', 'node'));

describe('bin/legion_prof.mjs', () => {
  let tree: string;
  let program: string;

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'bin-'));
    mkdirSync(join(tree, 'dist/electron'), { recursive: true });
    cpSync(join(root, 'bin'), join(tree, 'bin'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    writeFileSync(join(tree, 'package.json'), '{"type":"module"}');
    program = join(tree, 'bin/legion_prof.mjs');
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  it('says in a sentence that nothing is built', () => {
    const done = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(/^legion_prof: it has not been built yet .*npm run build/);
  });

  describe.skipIf(oldNode === undefined || !bundled)(`under an older Node${oldNode === undefined ? ' (skipped: none in PATH)' : ''}`, () => {
    beforeAll(() => {
      writeFileSync(join(tree, 'dist/electron/engine_process_settings.js'), "export const engineEnvironment = (env) => env; export const engineFlags = () => ['--expose-gc'];");
      writeFileSync(
        join(tree, 'dist/electron/main.js'),
        `export async function main(args) {
          const timer = setInterval(() => {}, 1000);
          const signal = new Promise((resolve) => process.once('SIGTERM', resolve));
          console.log(JSON.stringify([Number(process.versions.node.split('.')[0]) >= 24, args]));
          if (args[0] === 'wait') await signal;
          clearInterval(timer);
          if (args[0] !== 'wait') return 7;
          console.log('ended');
          return 0;
        }`,
      );
    });

    it('passes arguments and the exit code', () => {
      const done = spawnSync(oldNode!, [program, 'a b', '--c'], { encoding: 'utf8' });
      expect(JSON.parse(done.stdout)).toEqual([true, ['a b', '--c']]);
      expect(done.status).toBe(7);
    });

    it.each([
      ['passes a signal', 'SIGTERM', 0],
      ['ends the program when it is killed itself', 'SIGKILL', null],
    ] as const)('%s', async (_what, signal, code) => {
      const child = spawn(oldNode!, [program, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      await once(child.stdout, 'data');
      child.kill(signal);
      // 'close' comes when the last holder of the pipe has ended, which is the restarted program.
      const [status] = (await once(child, 'close')) as [number | null];
      expect(status).toBe(code);
      expect(output).toContain('ended');
    });
  });
});
