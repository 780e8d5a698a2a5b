// `archive` and `attach` as a user runs them, and `serve` for viewers of the reference.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeResult } from '../../electron/compat/tiles/legion_decode.ts';
import { readInfo } from '../../electron/compat/tiles/legion_decode_info.ts';
import { checkArchive } from '../golden/archive_rules.ts';
import { firstLine, makeScratch, OWN_LOGS, run, start } from './run_cli.ts';

const HELLO = join(OWN_LOGS, 'lg-tiny-hello');

/** Starts a command that serves, calls `use` with its address, and ends it by a signal; its exit code. */
async function whileServing(args: readonly string[], env: Record<string, string>, use: (url: string) => Promise<void>): Promise<number | null> {
  const child = start(args, env);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    const [, url] = await firstLine(child, /Serving on (\S+)/);
    await use(url);
  } finally {
    child.kill('SIGTERM');
  }
  return ended;
}

describe('archive and attach', () => {
  test('write, refuse, replace, look at', { timeout: 180_000 }, async () => {
    using scratch = makeScratch();
    const env = { XDG_CACHE_HOME: join(scratch.path, 'cache'), XDG_DATA_HOME: join(scratch.path, 'data'), XDG_CONFIG_HOME: join(scratch.path, 'config') };
    const out = join(scratch.path, 'out');
    const made = await run(['archive', HELLO, '-o', out, '--levels', '2', '--json'], env);
    expect([made.code, made.stderr, JSON.parse(made.stdout).path]).toEqual([0, '', out]);
    expect(checkArchive(out).items).toBeGreaterThan(0);
    expect((await run(['archive', HELLO, '-o', out], env)).stdout).toBe(`Created output directory ${out}.1\n`);
    expect((await run(['archive', HELLO, '-f', '-o', out], env)).code).toBe(0);
    const refused = await run(['archive', HELLO, '-f', '-o', OWN_LOGS], env);
    expect([refused.code, refused.stderr.split('\n').length, existsSync(HELLO)]).toEqual([1, 2, true]);
    for (const bad of [['--levels', '0'], ['--branch-factor', '1'], ['--zstd-compression', '23'], ['--min-tile-size', '-1']]) expect((await run(['archive', HELLO, ...bad], env)).code).toBe(2);
    expect((await run(['attach', join(scratch.path, 'nothing')], env)).stderr).toMatch(/is no archive/);

    const info = async (url: string): Promise<{ counts: unknown; runs: readonly { title: string }[] }> => (await fetch(`${url}info`, { headers: { Accept: 'application/json' } })).json() as never;
    let counts: unknown;
    // A server of ours over logs is a source as well, and two sources come into one window.
    const served = await whileServing(['serve', HELLO, '--port', '0', '--no-token'], env, async (live) => {
      counts = (await info(live)).counts;
      expect(decodeResult(zstdDecompressSync(Buffer.from(await (await fetch(`${live}info`)).arrayBuffer())), readInfo).tileSet).toEqual([]);
      expect(await whileServing(['attach', live, out, '--browser', '--no-open'], env, async (url) => expect((await info(url)).runs.length).toBe(2))).toBe(0);
    });
    expect(served).toBe(0);
    await whileServing(['attach', out, '--browser', '--no-open', '--no-cache'], env, async (url) => {
      // Operations are not in tiles, messages look like other meta tasks.
      expect((await info(url)).counts).toEqual({ ...(counts as object), operation: 0, message: 0 });
    });
    expect(readdirSync(scratch.path).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
