// The addon refuses whatever is not as declared, before a backend sees it: wrong types, short arrays, indexes and offsets out of range, calls out of order.
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { ADDON, buildBackends, canRun } from './backends.ts';

test.skipIf(canRun)('a C compiler is at hand', ({ skip }) => skip('no C compiler'));

/** Run in a process of its own before each attempt; what is said begins with "> ". */
const PRELUDE = `
const [library, addon] = process.argv.slice(1);
const { Writer } = require(addon);
const say = (work) => {
  try {
    work();
    console.log('> none');
  } catch (error) {
    console.log('> ' + error.message);
  }
};
const writer = new Writer(library);
const declaration = {
  session: library.replace(/[^/]*$/, 'out'), config: '', states: ['running', 'ready'], kinds: [{ name: 'task', columns: [0, 1, 2, 3] }],
  columns: [{ name: 'operation', type: 'id', isOfEvent: false }, { name: 'ns', type: 'number', isOfEvent: false }, { name: 'text', type: 'text', isOfEvent: true }, { name: 'state', type: 'state', isOfEvent: true }],
};
const begin = () => writer.begin(declaration);
const stream = { name: 'a', domain: 'd', scope: 's', levels: 1 };
const columns = [Uint32Array.of(1, 2), Float64Array.of(NaN), Uint32Array.of(0), Uint8Array.of(1)];
const texts = { texts: new TextEncoder().encode('title\\0'), textStarts: Uint32Array.of(0) };
const page = { count: 1, kinds: Uint8Array.of(0), messages: Uint32Array.of(0), columns, ...texts };
const batch = {
  count: 1, starts: Float64Array.of(1), stops: Float64Array.of(2), originNs: 5n, levels: Uint16Array.of(0), colors: Uint32Array.of(1), slots: Uint8Array.of(3), rows: Uint16Array.of(0), columns,
};
const open = () => {
  begin();
  writer.openStream(stream);
  writer.page(3, page);
};
`;

describe.runIf(canRun)('arguments of the addon', () => {
  const backends = canRun ? buildBackends(['drops']) : undefined;
  afterAll(() => backends?.[Symbol.dispose]());

  function attempt(code: string): string {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', `${PRELUDE}${code}`, backends!.path('drops'), ADDON], { encoding: 'utf8', env: { ...process.env, NVTXW_RECORD: '/dev/null' } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter((line) => line.startsWith('> ')).map((line) => line.slice(2)).join('\n');
  }

  test.each<[string, string]>([
    ['count: 2', 'starts is too short'],
    ['count: -1', 'count must be a whole number'],
    ['starts: [1]', 'starts must be a typed array of its type'],
    ['starts: Float64Array.of(NaN)', 'time number 0 is out of range'],
    ['starts: Float64Array.of(-6)', 'time number 0 is out of range'],
    ['stops: Float64Array.of(2 ** 54)', 'time number 0 is out of range'],
    ['stops: Float64Array.of(0)', 'event number 0 of the batch is wrong'],
    ['originNs: 5', 'originNs must be a bigint of 0 to 2^62'],
    ['originNs: 2n ** 63n', 'originNs must be a bigint of 0 to 2^62'],
    ['levels: Uint16Array.of(1)', 'event number 0 of the batch is wrong'],
    ['slots: Uint8Array.of(2)', 'event number 0 of the batch is wrong'],
    ['slots: Uint8Array.of(64)', 'event number 0 of the batch is wrong'],
    ['rows: Uint16Array.of(1)', 'event number 0 of the batch is wrong'],
    ['columns: columns.slice(1)', 'there must be a place for every column'],
    ['columns: columns.with(2, Uint32Array.of(1))', 'there is no such text'],
    ['columns: columns.with(3, Uint8Array.of(2))', 'there is no such state'],
    ['columns: columns.with(3, undefined)', '3 must be a typed array of its type'],
    ['', 'none'],
  ])('batch { %s } → %s', (change, message) => {
    expect(attempt(`open(); say(() => writer.write({ ...batch, ${change} }));`)).toBe(message);
  });

  test.each<[string, string]>([
    ['count: 2', 'kinds is too short'],
    ['kinds: Uint8Array.of(1)', 'item number 0 of the page is wrong'],
    ['messages: Uint32Array.of(1)', 'item number 0 of the page is wrong'],
    ['texts: new Uint8Array(0)', 'texts must end by NUL'],
    ['texts: new TextEncoder().encode("title")', 'texts must end by NUL'],
    ['textStarts: Uint32Array.of(6)', 'a text lies outside of the texts'],
    ['columns: columns.with(0, Uint32Array.of(1))', '0 is too short'],
    ['columns: columns.with(1, Uint32Array.of(1))', '1 must be a typed array of its type'],
    ['', 'none'],
  ])('page { %s } → %s', (change, message) => {
    expect(attempt(`open(); say(() => writer.page(3, { ...page, ${change} }));`)).toBe(message);
  });

  test.each<[string, string]>([
    ['new Writer(7)', 'the library must be a string'],
    ['writer.write(batch)', 'the writer was called out of order'],
    ['begin(); writer.page(3, page)', 'the writer was called out of order'],
    ['open(); writer.page(64, page)', 'there is no such place for a page'],
    ['writer.end()', 'the writer was called out of order'],
    ["writer.begin({ ...declaration, session: 'a\\0b' })", 'session must not hold NUL'],
    ["writer.begin({ ...declaration, kinds: [{ name: 'task', columns: [4] }] })", 'a kind names a column that there is not'],
    ["writer.begin({ ...declaration, columns: [{ name: 'x', type: 'float', isOfEvent: false }] })", 'there is no type float'],
    ['begin(); writer.openStream({ ...stream, levels: 0 })', 'levels must be 1 to 65536'],
    ['begin(); writer.openStream(stream); writer.openStream(stream)', 'the writer was called out of order'],
    ['begin(); writer.counter({ name: "c", scope: "s", unit: "B", limit: undefined, count: 2, times: Float64Array.of(1), originNs: 0n, values: Float64Array.of(1, 2) })', 'times is too short'],
    ['begin(); writer.end(); writer.end()', 'the writer was called out of order'],
  ])('%s → %s', (code, message) => {
    expect(attempt(`say(() => { ${code} });`)).toBe(message);
  });
});
