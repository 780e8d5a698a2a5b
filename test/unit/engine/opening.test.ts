// Opening: which files are of one run, what cannot be read, indexes that are kept, stale or cannot be written, and cancel.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shortNames } from '../../../electron/engine/group_runs.ts';
import { LOGS, TestEngine } from './open_engine.ts';

const hello = join(LOGS, 'lg-tiny-hello', 'prof_0.gz');
const churn = join(LOGS, 'lg-small-churn-2n');

function copyInto(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, from] of Object.entries(files)) copyFileSync(from, join(folder, name));
  return folder;
}

describe('opening', () => {
  it('reads the same log once and says so', async () => {
    await using engine = new TestEngine();
    const folder = copyInto(join(engine.folder, 'logs'), { 'prof_0.gz': hello, 'copy_0.gz': hello });
    const { runs } = await engine.open([folder]);
    expect(runs).toHaveLength(1);
    const { alerts, files } = await engine.summary(runs[0]);
    expect(alerts.map(({ rule }) => rule)).toContain('rank-twice');
    expect(files).toHaveLength(1);
  });

  it('reads a log once that was given twice, says so, and keeps the first of two copies', async () => {
    await using engine = new TestEngine();
    const [given] = (await engine.open([hello, hello])).runs;
    expect((await engine.summary(given)).alerts.filter(({ rule }) => rule === 'rank-twice').map(({ message }) => message)).toEqual([`${hello} was given more than once; it was read once.`]);
    await engine.call('run.close', { run: given });
    const folder = copyInto(join(engine.folder, 'logs'), { 'prof_0.gz': hello, 'prof_0 (copy).gz': hello });
    const [run] = (await engine.open([folder])).runs;
    expect((await engine.summary(run)).files.map(({ path }) => path)).toEqual([join(folder, 'prof_0.gz')]);
  });

  it('names files of two runs so that they can be told apart', () => {
    expect(shortNames('/logs/b/prof_0.gz', '/logs/a/prof_0.gz')).toEqual(['b/prof_0.gz', 'a/prof_0.gz']);
    expect(shortNames('/logs/prof_1.gz', '/logs/prof_0.gz')).toEqual(['prof_1.gz', 'prof_0.gz']);
    expect(shortNames('/b/x/prof_0.gz', '/a/x/prof_0.gz')).toEqual(['b/x/prof_0.gz', 'a/x/prof_0.gz']);
    expect(shortNames('prof_0.gz', '/a/prof_0.gz')).toEqual(['prof_0.gz', 'a/prof_0.gz']);
  });

  it('takes logs of two runs apart', async () => {
    await using engine = new TestEngine();
    const { runs } = await engine.open([hello, churn]);
    expect(runs).toHaveLength(2);
    const rules = await Promise.all(runs.map(async (run) => (await engine.summary(run)).alerts.map(({ rule }) => rule)));
    expect(rules.flat()).toContain('other-run');
  });

  it('does not depend on the order of arguments', async () => {
    await using engine = new TestEngine({ index: 'read' });
    const files = readdirSync(churn).filter((name) => name.endsWith('.gz')).map((name) => join(churn, name));
    const [run] = (await engine.open(files)).runs;
    const forwards = await engine.summary(run);
    await engine.restart();
    expect((await engine.open(files.toReversed())).runs).toEqual([run]);
    const backwards = await engine.summary(run);
    expect(backwards.tracks).toEqual(forwards.tracks);
    expect(backwards.files).toEqual(forwards.files);
  });

  it('names what cannot be read and opens the rest', async () => {
    await using engine = new TestEngine();
    const folder = copyInto(join(engine.folder, 'logs'), { 'prof_0.gz': hello });
    writeFileSync(join(folder, 'notes.txt'), 'no log');
    writeFileSync(join(folder, 'prof_9.gz'), '');
    const { runs, failures } = await engine.open([folder, join(folder, 'notes.txt'), '/no/such/file.prof']);
    expect(runs).toHaveLength(1);
    expect(failures.map(({ kind }) => kind)).toContain('not-found');
    const { files } = await engine.summary(runs[0]);
    expect(files.map(({ status }) => status)).toContain('empty');
  });

  it('gives the sentence for a folder without logs, and for logs without anything', async () => {
    await using engine = new TestEngine();
    mkdirSync(join(engine.folder, 'empty'));
    const { runs, failures } = await engine.open([join(engine.folder, 'empty'), join(LOGS, 'lg-killed-default'), join(LOGS, 'lg-trunc-preamble')]);
    expect(runs).toEqual([]);
    expect(failures.length).toBeGreaterThanOrEqual(3);
    const { failures: inSession } = await engine.session();
    for (const { message } of inSession) expect(message).toMatch(/^\S.*\.$/s);
    const info = (await engine.host.host('host.info', {})) as { runs: unknown[]; files: { status: string }[] };
    expect(info.runs).toEqual([]);
    expect(info.files.map(({ status }) => status).sort()).toEqual(['empty', 'unreadable']);
  });

  it('opens an index by itself, without the logs, and in another place', async () => {
    await using engine = new TestEngine();
    const folder = copyInto(join(engine.folder, 'logs'), { 'prof_0.gz': hello });
    const [run] = (await engine.open([folder])).runs;
    const before = await engine.summary(run);
    await engine.restart();
    rmSync(folder, { recursive: true });
    const moved = join(engine.folder, 'mailed.lprof');
    copyFileSync(join(engine.cache, `${run}.lprof`), moved);
    expect((await engine.open([moved])).runs).toEqual([run]);
    const after = await engine.summary(run);
    expect(after.tracks).toEqual(before.tracks);
    expect(after.info).toEqual(before.info);
    expect((await engine.session()).jobs).toEqual([]);
  });

  it('uses the index it kept, also for moved logs', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([hello])).runs;
    await engine.restart();
    const copy = join(copyInto(join(engine.folder, 'elsewhere'), { 'prof_0.gz': hello }), 'prof_0.gz');
    expect((await engine.open([copy])).runs).toEqual([run]);
    expect((await engine.session()).jobs).toEqual([]);
  });

  it('reads the logs again when the kept index is damaged', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([hello])).runs;
    await engine.restart();
    const path = join(engine.cache, `${run}.lprof`);
    chmodSync(path, 0o600);
    writeFileSync(path, readFileSync(path).subarray(0, 8192).fill(7, 100));
    expect((await engine.open([hello])).runs).toEqual([run]);
    expect((await engine.summary(run)).phase).toBe('ready');
    expect((await engine.session()).jobs.length).toBeGreaterThan(0);
  });

  it('works without a place for its index and says so', async () => {
    await using engine = new TestEngine();
    writeFileSync(join(engine.folder, 'file'), 'in the way');
    await engine.restart({ cacheFolder: join(engine.folder, 'file', 'cache') });
    const [run] = (await engine.open([hello])).runs;
    const { alerts, phase } = await engine.summary(run);
    expect(phase).toBe('ready');
    expect(alerts.map(({ rule }) => rule)).toContain('index-not-saved');
    expect((await engine.call('item.details', { run, track: 0, ordinal: 0 })).fields.length).toBeGreaterThan(1);
  });

  it('keeps no index with index: none, and leaves nothing behind', async () => {
    await using engine = new TestEngine({ index: 'none' });
    const [run] = (await engine.open([hello])).runs;
    expect((await engine.call('item.details', { run, track: 0, ordinal: 0 })).fields.length).toBeGreaterThan(1);
    expect(readdirSync(engine.folder)).toEqual([]);
  });

  it('a cancelled run keeps what was read', async () => {
    await using engine = new TestEngine();
    const { runs: [run] } = await engine.open([join(LOGS, 'lg-medium-circuit-2n')], 'known');
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline && !(await engine.summary(run)).tracks.length) await new Promise((resolve) => setTimeout(resolve, 5));
    // Reading may be over in between, and the index be written: then that is cancelled as well.
    const running = async () => (await engine.session()).jobs.filter(({ state }) => state === 'running').map(({ id }) => id);
    const cancelled = new Set<number>();
    for (let ids = await running(); ids.length > 0; ids = await running()) {
      for (const id of ids) {
        await engine.call('job.cancel', { job: id });
        expect(cancelled.has(id)).toBe(false);
        cancelled.add(id);
      }
    }
    await engine.open([join(LOGS, 'lg-medium-circuit-2n')], 'ready');
    const summary = await engine.summary(run);
    expect(['cancelled', 'ready']).toContain(summary.phase);
    expect(summary.tracks.length).toBeGreaterThan(0);
    const track = summary.tracks.reduce((best, one) => (one.segments > best.segments ? one : best)).id;
    expect((await engine.tile('tile.items', run, { track, exp: 22, index: 0 })).length).toBeGreaterThan(32);
    await engine.call('run.close', { run });
    expect(readdirSync(engine.cache).filter((name) => name.includes('partial'))).toEqual([]);
  }, 60_000);

  /** Same size, same ends, other time. */
  function changeMiddle(path: string): void {
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(3 * 65536);
    bytes[Math.floor(bytes.length / 2)] ^= 0xff;
    chmodSync(path, 0o600);
    writeFileSync(path, bytes);
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
  }
  const large = join(LOGS, 'lg-small-ghost-thresholds', 'prof_0.gz');

  it('answers at once only from an index of the same logs when it shall be read', async () => {
    await using engine = new TestEngine();
    const folder = copyInto(join(engine.folder, 'logs'), { 'prof_0.gz': large });
    const [run] = (await engine.open([folder])).runs;
    const before = await engine.summary(run);
    // Moved, renamed and changed: nothing but the full hash can tell.
    await engine.restart({ index: 'read' });
    const elsewhere = copyInto(join(engine.folder, 'elsewhere'), { 'other_0.gz': join(folder, 'prof_0.gz') });
    expect((await engine.open([elsewhere], 'read')).runs).toEqual([run]);
    expect((await engine.summary(run)).alerts.map(({ rule }) => rule)).toEqual(before.alerts.map(({ rule }) => rule));
    expect((await engine.session()).jobs).toEqual([]);
    await engine.restart({ index: 'read' });
    changeMiddle(join(elsewhere, 'other_0.gz'));
    expect((await engine.open([elsewhere], 'read')).runs).toEqual([run]);
    const after = await engine.summary(run);
    expect(after.alerts.find(({ rule }) => rule === 'index-stale')).toMatchObject({ file: join(elsewhere, 'other_0.gz') });
    expect((await engine.session()).jobs).not.toEqual([]);
    // The index itself says so too.
    await engine.restart();
    changeMiddle(join(folder, 'prof_0.gz'));
    await engine.open([join(engine.cache, `${run}.lprof`)], 'read');
    expect((await engine.summary(run)).alerts.map(({ rule }) => rule)).toContain('index-stale');
  }, 90_000);

  it('names the files that were given, also where the index was made of others', async () => {
    await using engine = new TestEngine();
    const first = copyInto(join(engine.folder, 'first'), { 'prof_0.gz': join(LOGS, 'lg-trunc-record-gz', 'prof_0.gz'), 'copy_0.gz': join(LOGS, 'lg-trunc-record-gz', 'prof_0.gz') });
    const [run] = (await engine.open([first])).runs;
    expect((await engine.summary(run)).alerts.map(({ rule }) => rule)).toContain('rank-twice');
    await engine.restart();
    const path = join(copyInto(join(engine.folder, 'second'), { 'renamed.gz': join(first, 'prof_0.gz') }), 'renamed.gz');
    await engine.open([path]);
    const { info, files, alerts } = await engine.summary(run);
    expect((await engine.session()).jobs).toEqual([]);
    expect(info.title).toBe('second');
    expect(files.map((file) => file.path)).toEqual([path]);
    expect(alerts.find(({ rule }) => rule === 'file-cut')).toMatchObject({ file: path, message: expect.stringMatching(/^renamed\.gz /) });
    expect(JSON.stringify({ files, alerts })).not.toContain('first');
    expect(alerts.map(({ rule }) => rule)).not.toContain('rank-twice');
  });

  it('makes the index anew when a log has changed in its middle', async () => {
    await using engine = new TestEngine();
    const folder = copyInto(join(engine.folder, 'logs'), { 'prof_0.gz': large });
    const [run] = (await engine.open([folder])).runs;
    await engine.restart();
    changeMiddle(join(folder, 'prof_0.gz'));
    expect((await engine.open([folder], 'known')).runs).toEqual([run]);
    const deadline = Date.now() + 20_000;
    const isStale = async () => (await engine.summary(run).catch(() => undefined))?.alerts.some(({ rule }) => rule === 'index-stale') === true;
    while (!(await isStale()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await isStale()).toBe(true);
    // Said once: what was made anew is right from now on.
    await engine.open([folder], 'ready');
    await engine.restart();
    await engine.open([folder], 'ready');
    expect(await isStale()).toBe(false);
    expect((await engine.session()).jobs).toEqual([]);
  }, 60_000);

  it('opens a run anew with the log of a rank that was missing, and lets the smaller run go', async () => {
    await using engine = new TestEngine({ index: 'none' });
    const [first, second] = [0, 1].map((rank) => join(LOGS, 'lgt-2rank-cg', `legate_${rank}.prof`));
    const [smaller] = (await engine.open([first])).runs;
    expect((await engine.summary(smaller)).alerts.map(({ rule }) => rule)).toContain('rank-missing');
    const { runs } = await engine.host.host('host.open', { paths: [second], addTo: smaller, until: 'ready' });
    expect(runs).toHaveLength(1);
    const larger = await engine.summary(runs[0]);
    expect(larger.info.ranksLoaded).toEqual([0, 1]);
    expect(larger.alerts.map(({ rule }) => rule)).not.toContain('rank-missing');
    await expect.poll(async () => (await engine.session()).runs.map(({ run }) => run)).toEqual(runs);
    // The same log again changes nothing; one of another run opens beside it.
    expect((await engine.host.host('host.open', { paths: [second], addTo: runs[0], until: 'ready' })).runs).toEqual(runs);
    await engine.host.host('host.open', { paths: [join(LOGS, 'lg-tiny-hello')], addTo: runs[0], until: 'ready' });
    expect((await engine.session()).runs.map(({ run }) => run)).toContain(runs[0]);
    expect((await engine.session()).runs).toHaveLength(2);
  });
});
