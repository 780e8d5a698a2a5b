import { describe, expect, test } from 'vitest';
import { decodeBytes } from '../../../electron/decode/decode_log.ts';
import { MAX_PREAMBLE_BYTES, parsePreamble, type Preamble } from '../../../electron/decode/log_header.ts';
import { BASE_LINES, call, headLength, makeLog, newHead, OLD_HEAD, text, u32, u64, u8 } from './log_builder.ts';

const latin1 = (value: string) => Buffer.from(value, 'latin1');

function parsed(content: string): Preamble {
  const bytes = latin1(content);
  const result = parsePreamble(bytes, bytes.length);
  if (result.state !== 'done') throw new Error(result.state);
  return result.preamble;
}

describe('both header forms', () => {
  test('the older one has no version', () => {
    const preamble = parsed(`${OLD_HEAD}ZeroTime {id:60, zero_time:long long:8}\n\nrest`);
    expect(preamble).toMatchObject({ isOldForm: true, version: undefined, runtime: undefined, isPrealm: true });
    expect(preamble.length).toBe(OLD_HEAD.length + 'ZeroTime {id:60, zero_time:long long:8}\n\n'.length);
    expect(preamble.formats).toEqual([{ name: 'ZeroTime', id: 60, fields: [{ name: 'zero_time', type: 'long long', size: 8 }] }]);
  });

  test.each(['legion-25.12.0-75-g7b770cff5-dirty', '', 'with blanks {id:1, a:b:4}'])('the newer one has a line of text: "%s"', (runtime) => {
    expect(parsed(`${newHead(1011, runtime)}OpDesc {id:5, kind:unsigned:4, name:string:-1}\n\n`)).toMatchObject({ isOldForm: false, version: 1011, runtime });
  });

  test('it may come in any number of pieces', () => {
    const bytes = latin1(`${newHead(1012)}OpDesc {id:5, kind:unsigned:4, name:string:-1}\n\n`);
    for (let end = 0; end < bytes.length; end++) expect(parsePreamble(bytes, end).state).toBe('incomplete');
    expect(parsePreamble(bytes, bytes.length).state).toBe('done');
  });
});

describe('odd descriptions', () => {
  test('of one name given twice the last counts, of one id too', () => {
    const lines = ['A {id:1, a:unsigned:4}', 'B {id:2, b:unsigned:4}', 'A {id:3, a:bool:1}', 'C {id:2, c:bool:1}'];
    const { formats } = parsed(`${OLD_HEAD}${lines.join('\n')}\n\n`);
    expect(formats.map(({ name, id }) => [name, id])).toEqual([['A', 3], ['C', 2]]);
  });

  test('lines that describe nothing are passed over and told', async () => {
    const lines = ['nonsense', 'X {id:-4, a:b:4}', 'Y {id:99999999999, a:b:4}', 'Z {id:7, a:b:-2}', ...BASE_LINES];
    const log = await decodeBytes([makeLog(newHead(1012), lines, call(1, 2))]);
    expect(log.status).toBe('whole');
    expect(log.alerts).toMatchObject([{ rule: 'preamble-mismatch', severity: 'warning', count: 4, offset: newHead(1012).length }]);
  });

  test('a record without fields is its id alone', async () => {
    const log = await decodeBytes([makeLog(newHead(1012), [...BASE_LINES, 'Empty {id:70}'], u32(70), u32(70), call(1, 2))]);
    expect(log.recordCounts.get('Empty')).toBe(2);
    expect([...log.tables.get('Empty')!.columns]).toEqual([]);
  });

  test('two fields of one name keep their values apart', async () => {
    const log = await decodeBytes([makeLog(newHead(1012), [...BASE_LINES, 'Twice {id:70, a:unsigned:4, a:unsigned:4}'], u32(70), u32(5), u32(6), call(1, 2))]);
    expect([...log.tables.get('Twice')!.columns].map(([name, column]) => [name, column.values[0]])).toEqual([['a', 5], ['a#2', 6]]);
  });

  test('names cannot get into the generated readers', async () => {
    const evil = "x = table; throw 1; //";
    const log = await decodeBytes([makeLog(newHead(1012), [...BASE_LINES, `E {id:70, ${evil}:unsigned:4, __proto__:constructor:4}`], u32(70), u32(5), u32(6), call(1, 2))]);
    expect(log.tables.get('E')?.columns.get(evil)?.values[0]).toBe(5);
    expect(log.status).toBe('whole');
  });
});

describe('what is no log, or too much of one', () => {
  const problems: [string, Uint8Array, string | RegExp][] = [
    ['text', latin1('hello, world'), /is not a Legion Prof log.*first bytes 68 65 6c 6c 6f/],
    ['a near miss', latin1('FileType: BinaryLegionProf v: 1.7\nA {id:1, a:bool:1}\n\n'), /is not a Legion Prof log/],
    ['the word alone', latin1('FileType: Bin'), 'log ends inside its header (byte 13): nothing can be read. Copy it again; compare the size with the original.'],
    ['a header without records', latin1(`${OLD_HEAD}\n`), /describes no record/],
    ['one line of 10 MB', latin1(`${OLD_HEAD}A {id:1, ${'a:b:4, '.repeat(1_500_000)}`), /does not end within 1 MiB/],
    ['no first line end', latin1(`FileType: BinaryLegionProf v: 1${'0'.repeat(5000)}`), /is not a Legion Prof log/],
    ['5000 records', latin1(`${OLD_HEAD}${Array.from({ length: 5000 }, (_, i) => `R${i} {id:${i}, a:bool:1}\n`).join('')}\n`), /describes more than 4096 records/],
    ['40000 fields', latin1(`${OLD_HEAD}${Array.from({ length: 40 }, (_, i) => `R${i} {id:${i}, ${Array(1000).fill('a:bool:1').join(', ')}}\n`).join('')}\n`), /more than 4096 records or 32768 fields/],
  ];
  test.each(problems)('%s', async (_, bytes, message) => {
    const log = await decodeBytes([bytes]);
    expect(log.status).toBe('unreadable');
    expect(log.header).toBeUndefined();
    expect(log.alerts).toHaveLength(1);
    expect(log.alerts[0].rule).toBe('file-unreadable');
    if (typeof message === 'string') expect(log.alerts[0].message).toBe(message);
    else expect(log.alerts[0].message).toMatch(message);
  });

  test('4096 kinds that all occur stay cheap', async () => {
    const lines = Array.from({ length: 4090 }, (_, i) => `R${i} {id:${i + 100}, a:unsigned:4, b:string:-1, c:timestamp_t:8}`);
    const records = lines.flatMap((_, i) => [u32(i + 100), u32(i), text('t'), u64(i)]);
    const log = await decodeBytes([makeLog(newHead(1012), [...BASE_LINES, ...lines], ...records, call(1, 2))]);
    expect(log.records).toBe(4091);
    expect(log.alerts).toMatchObject([{ rule: 'unknown-record', count: 4090 }]);
  });

  test('a header that just fits is read', () => {
    const filler = `F {id:9, ${'a'.repeat(1000)}:bool:1}\n`;
    const lines = 'A {id:1, a:bool:1}\n'.concat(filler.repeat(Math.floor((MAX_PREAMBLE_BYTES - 200) / filler.length)));
    expect(parsed(`${OLD_HEAD}${lines}\n`).formats.map((format) => format.name)).toEqual(['A', 'F']);
  });
});

describe('versions', () => {
  test('newer than known: read by its own description, and said', async () => {
    const lines = [...BASE_LINES, 'NewThing {id:90, a:unsigned:4}', 'Other {id:91, a:bool:1}'];
    const log = await decodeBytes([makeLog(newHead(1013), lines, call(1, 2), u32(90), u32(1), u32(90), u32(2), u32(91), u8(1))]);
    expect(log).toMatchObject({ status: 'whole', records: 4, header: { version: 1013, runtime: 'legion-26.03.0' } });
    expect(log.alerts.map(({ rule, severity, count, offset }) => [rule, severity, count, offset])).toEqual([
      ['unknown-version', 'warning', 1, 0],
      ['unknown-record', 'note', 3, headLength(newHead(1013), lines) + 40],
    ]);
    expect(log.alerts[0].message).toBe('Log header version 1013 is newer than tested; opened by its own description. Unknown records: 2 kinds, 3.');
    expect(log.tables.get('NewThing')?.columns.get('a')?.values[1]).toBe(2);
  });

  test('a log that says no version is opened all the same', async () => {
    const log = await decodeBytes([makeLog(OLD_HEAD, BASE_LINES, call(1, 2))]);
    expect(log.header?.version).toBeUndefined();
    expect(log.alerts.map((alert) => alert.rule)).toEqual(['unknown-version']);
  });

  test('the older form has it in MachineDesc', async () => {
    const lines = ['MachineDesc {id:10, node_id:unsigned:4, num_nodes:unsigned:4, version:unsigned:4, hostname:string:-1}', ...BASE_LINES];
    const log = await decodeBytes([makeLog(OLD_HEAD, lines, u32(10), u32(0), u32(1), u32(1007), text('host'), call(1, 2))]);
    expect(log.header?.version).toBe(1007);
    expect(log.alerts).toEqual([]);
  });
});
