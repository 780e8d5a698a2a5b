/** compare and regress through the real program: documents, texts, pages, exit codes. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeScratch, OWN_LOGS, run, SHARED_LOGS, type Result } from './run_cli.ts';
import { warp } from '../unit/compare/perturb.ts';
import { readRawLogs } from '../unit/compare/raw_log.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: join(scratch.path, 'cache') };

const HELLO = join(OWN_LOGS, 'lg-tiny-hello');
const PREDICATION = join(OWN_LOGS, 'lg-tiny-predication');
const SOLVER = join(OWN_LOGS, 'lg-small-cgsolver-2n');

/** A run with everything `factor` times as long, as a folder. */
function slower(log: string, name: string, factor: number): string {
  const folder = join(scratch.path, name);
  mkdirSync(folder, { recursive: true });
  const logs = readRawLogs(log);
  warp(logs, (ns) => Math.round(ns * factor));
  logs.forEach((log, rank) => writeFileSync(join(folder, `prof_${rank}.log`), log.write()));
  return folder;
}

interface Document {
  readonly schema: string;
  readonly sides: readonly { readonly label: string; readonly runs: readonly { readonly path: string; readonly wallNs: number }[] }[];
  readonly verdict: { readonly verdict: string; readonly basis: string };
  readonly ledger: { readonly wallDeltaNs: number; readonly sumNs: number; readonly lines: readonly { readonly stage: string; readonly name: string; readonly deltaNs: number; readonly places: { readonly a: { readonly item: string | null } | null } }[] };
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  readonly byRun?: { readonly wallNs: readonly number[]; readonly phases: readonly { readonly ns: readonly number[] }[]; readonly stages: readonly { readonly ns: readonly number[] }[] };
}

describe('compare', () => {
  test('a run with itself: neutral, no line', async () => {
    const { code, stdout } = await run(['compare', SOLVER, SOLVER, '--json'], env);
    expect(code).toBe(0);
    const { schema, verdict, ledger } = JSON.parse(stdout) as Document;
    expect({ schema, verdict: verdict.verdict, lines: ledger.lines, sum: ledger.sumNs }).toEqual({ schema: 'compare/1', verdict: 'neutral', lines: [], sum: 0 });
    expect((await run(['compare', SOLVER, SOLVER], env)).stdout).toMatch(/^No difference that counts/);
  });

  test('two programs: sums, items, cannot tell', async () => {
    const { code, stdout } = await run(['compare', HELLO, PREDICATION, '--json'], env);
    expect(code).toBe(0);
    const { verdict, ledger, sides, tables } = JSON.parse(stdout) as Document;
    expect(verdict.verdict).toBe('cannot tell');
    expect(sides.map(({ label, runs }) => [label, runs[0].path])).toEqual([['A', HELLO], ['B', PREDICATION]]);
    expect(ledger.wallDeltaNs).toBe(sides[1].runs[0].wallNs - sides[0].runs[0].wallNs);
    expect(ledger.lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0)).toBe(ledger.wallDeltaNs);
    expect(ledger.lines.filter(({ stage, places }) => stage === 'task' && places.a !== null).every(({ places }) => /^n0\/cpu\/\w+#\d+$/.test(places.a!.item ?? ''))).toBe(true);
    expect(Object.keys(tables)).toEqual(['tasks', 'pythonLines', 'runtime', 'channels', 'processors', 'processorKinds', 'memories']);
  });

  test('a page that needs nothing from elsewhere and escapes what logs say', async () => {
    const page = join(scratch.path, 'change.html');
    const { code } = await run(['compare', join(OWN_LOGS, 'lg-small-mix'), SOLVER, '--html', page], env);
    expect(code).toBe(0);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:|\bsrc=|\bhref=/i);
    expect(html).toContain('exact.</p>');
    // A task of this program is called so.
    expect(html).toContain('&lt;');
    expect(html).not.toMatch(/<(?!\/?(?:html|head|meta|title|style|body|h1|h2|p|ul|li|dl|dt|dd|div|span|table|thead|tbody|tr|th|td)\b|!doctype)/);
    expect(readdirSync(scratch.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('three runs: a table', async () => {
    const { code, stdout } = await run(['compare', HELLO, PREDICATION, SOLVER, '--json'], env);
    expect(code).toBe(0);
    const { byRun } = JSON.parse(stdout) as Document;
    for (const rows of [byRun!.phases, byRun!.stages]) expect(byRun!.wallNs.map((_, i) => rows.reduce((sum, { ns }) => sum + ns[i], 0))).toEqual(byRun!.wallNs);
    expect((await run(['compare', HELLO, PREDICATION, SOLVER], env)).stdout).toContain('Lines that differ most');
  });

  test('files of one run are one run', async () => {
    const files = readdirSync(SOLVER).filter((name) => name.endsWith('.gz')).map((name) => join(SOLVER, name));
    const { code, stdout } = await run(['compare', ...files, '--', SOLVER, '--json'], env);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Document).ledger.lines).toEqual([]);
  });

  test('wrong usage and what cannot be read', async () => {
    await Promise.all([['compare'], ['compare', HELLO], ['compare', HELLO, '--'], ['compare', HELLO, HELLO, '--metric', 'mood'], ['compare', HELLO, HELLO, '--fail-over', 'much']].map(async (args) => {
      const { code, stdout, stderr } = await run(args, env);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(stderr).not.toMatch(/\n\s+at /);
    }));
    const { code, stderr } = await run(['compare', HELLO, join(scratch.path, 'nowhere')], env);
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere');
  });
});

/** Starts `regress` with each of these at once, and gives what they said. */
async function expectCodes(wanted: readonly (readonly [code: number, args: readonly string[]])[]): Promise<readonly Result[]> {
  const results = await Promise.all(wanted.map(([, args]) => run(['regress', ...args], env)));
  expect(results.map(({ code }, i) => [code, wanted[i][1]])).toEqual(wanted);
  return results;
}

describe('regress', () => {
  test('the same: 0; too few runs of something slower: 3, as told by --on-unsure 0 or 1; an unreadable run: 4; no --: 2', async () => {
    const slow = slower(SOLVER, 'slow', 1.5);
    // The first that reads the runs leaves their indexes for the others.
    expect((await run(['regress', SOLVER, '--', slow], env)).code).toBe(3);
    await expectCodes([
      [0, [SOLVER, '--', SOLVER, '--fail-over', '5%']],
      [0, [SOLVER, '--', slow, '--on-unsure', 'pass']],
      [1, [SOLVER, '--', slow, '--on-unsure', 'fail']],
      [4, [SOLVER, '--', join(scratch.path, 'nowhere')]],
      [2, [SOLVER, slow]],
      // Someone who knows that runs of this machine differ by 1 % believes one run; iterations must agree.
      [1, [SOLVER, '--', slow, '--noise', '1%']],
    ]);
  });

  test('four and four: regressed, improved, neutral, and gates of lines', async () => {
    const [base, slow] = [[1, 1.001, 1.002, 1.003], [1.2, 1.201, 1.202, 1.203]].map((factors, side) => factors.map((factor, i) => slower(PREDICATION, `side${side}-${i}`, factor)));
    const json = join(scratch.path, 'out.json');
    const worse = await run(['regress', ...base, '--', ...slow, '--fail-over', '5%', '--json', json], env);
    expect(worse.code).toBe(1);
    expect((JSON.parse(readFileSync(json, 'utf8')) as Document).verdict).toMatchObject({ verdict: 'regressed', basis: 'repeats' });
    const [, , gated] = await expectCodes([
      [0, [...slow, '--', ...base]],
      // Two and two of the same four are too few: one more reason to abstain than to fail.
      [3, [...base.slice(0, 2), '--', ...base.slice(2)]],
      // The whole may be 30 % slower, this line may not.
      [1, [...base, '--', ...slow, '--fail-over', '30%', '--line', 'generate_random=10%']],
      [0, [...base, '--', ...slow, '--fail-over', '30%', '--line', 'generate_random=30%']],
      [2, [...base, '--', ...slow, '--line', 'no_such_task@x.py:1=10%']],
      // Neutral: the same runs in another order.
      [0, [...base, '--', ...base.toReversed()]],
    ]);
    expect(gated.stdout).toMatch(/generate_random: regressed, \+20 %/);
  });

  test.skipIf(!existsSync(join(SHARED_LOGS, 'legate-julia-a')))('repeats of one program never fail', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => join(SHARED_LOGS, `legate-julia-${letter}`));
    await expectCodes([[0, [a, '--', b]], [0, [b, '--', c]], [0, [c, '--', a]]]);
  });
});
