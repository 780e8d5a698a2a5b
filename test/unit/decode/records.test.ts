import { describe, expect, test } from 'vitest';
import { decodeBytes } from '../../../electron/decode/decode_log.ts';
import { BASE_LINES, call, headLength, i32, makeLog, newHead, OLD_HEAD, text, u32, u64, u8 } from './log_builder.ts';
import { rowOf } from './read_log.ts';

const HEAD = newHead(1012);
/** PRealm's: no MetaDesc, no OperationInstance. */
const PREALM_LINES = BASE_LINES.slice(1);

describe('field types', () => {
  test('every type, exactly', async () => {
    const lines = [
      ...BASE_LINES,
      'All {id:70, b:bool:1, u:unsigned:4, p:ProcID:8, l:long long:8, t:timestamp_t:8, s:string:-1, point:point:8, rect:array:8, uuid_size:uuid_size:4, uuid:uuid:1, last:bool:1}',
    ];
    const log = await decodeBytes([makeLog(
      HEAD, lines, u32(8), i32(2),
      u32(70), u8(7), u32(0xffff_fffe), u64(0x1d00_0000_0000_0005n), u64(-11n), u64(2n ** 53n - 1n), text('wärme'),
      u64(-1n), u64(5n), u64(1n), u64(-2n), u64(3n), u64(4n), u32(3), u8(0xab, 0x00, 0x5f), u8(0), call(1, 2),
    )]);
    expect(rowOf(log, 'All', 0)).toEqual({
      b: 1, u: 0xffff_fffe, p: 0x1d00_0000_0000_0005n, l: -11n, t: 2 ** 53 - 1, s: 'wärme', point: [-1n, 5n], rect: [1n, -2n, 3n, 4n], uuid_size: 3, uuid: 'ab005f', last: 0,
    });
    expect(rowOf(log, 'RuntimeCallInfo', 0)).toMatchObject({ start: 1, stop: 2, fevent: 0x8000_0000_0070_0001n });
    expect(log.status).toBe('whole');
  });

  test('unknown types go by their size, and are told', async () => {
    const lines = [...BASE_LINES, 'TaskKind {id:70, a:tiny:1, b:quad:4, c:octo:8, d:blob:5, e:words:-1, f:nothing:0, z:unsigned:4}'];
    const log = await decodeBytes([makeLog(HEAD, lines, u32(70), u8(9), u32(8), u64(7n), u8(1, 2, 3, 4, 5), text('x'), u32(6), call(1, 2))]);
    expect(rowOf(log, 'TaskKind', 0)).toEqual({ a: 9, b: 8, c: 7n, e: 'x', z: 6 });
    expect(log.alerts).toMatchObject([{ rule: 'unknown-type', severity: 'note', count: 6 }]);
  });

  test('strings are kept once', async () => {
    const lines = [...BASE_LINES, 'OpDesc {id:5, kind:unsigned:4, name:string:-1}'];
    const log = await decodeBytes([makeLog(HEAD, lines, ...['a', '', 'a', 'b', ''].flatMap((name, i) => [u32(5), u32(i), text(name)]), call(1, 2))]);
    expect([...log.tables.get('OpDesc')!.columns.get('name')!.values]).toEqual([0, 1, 0, 2, 1]);
    expect(log.strings.count).toBe(3);
  });
});

describe('bytes that the preamble misdescribes', () => {
  const usage = 'PhysicalInstanceUsage {id:46, inst_uid:unsigned long long:8, fevent:unsigned long long:8, op_id:UniqueID:8, start:timestamp_t:8, stop:timestamp_t:8, index_expr:unsigned long long:8, field:unsigned:4, index:unsigned:4, mode:unsigned:4, redop:unsigned:4}';
  const use = (inst: number, mode: number, ...redop: number[]) => [u32(46), u64(inst), u64(2n), u64(3n), u64(4n), u64(-1n), u64(5n), u32(6), i32(-1), u32(mode), ...redop.map((value) => u32(value))];

  test('a usage has a reduction operator only when it reduces; its index is signed; its stop may be unknown', async () => {
    const log = await decodeBytes([makeLog(HEAD, [...BASE_LINES, usage], ...use(1, 7), ...use(2, 4, 1_048_577), ...use(3, 1), call(1, 2))]);
    expect([0, 1, 2].map((row) => rowOf(log, 'PhysicalInstanceUsage', row).redop)).toEqual([0, 1_048_577, 0]);
    expect(rowOf(log, 'PhysicalInstanceUsage', 1)).toMatchObject({ index: -1, stop: NaN, start: 4 });
    expect(log.alerts).toEqual([]);
  });

  test('PRealm never writes the operator', async () => {
    const log = await decodeBytes([makeLog(HEAD, [...PREALM_LINES, usage], ...use(1, 4), ...use(2, 7), call(1, 2))]);
    expect(log.header?.isPrealm).toBe(true);
    expect(log.recordCounts.get('PhysicalInstanceUsage')).toBe(2);
    expect(log.tables.get('PhysicalInstanceUsage')?.columns.has('redop')).toBe(false);
  });

  test('PRealm writes the collective of a fill and no creation time of a spawn', async () => {
    const lines = [...PREALM_LINES, 'FillInfo {id:21, fevent:unsigned long long:8, fill_expr:unsigned long long:8}', 'SpawnInfo {id:30, fevent:unsigned long long:8, spawn:timestamp_t:8, create:timestamp_t:8}'];
    const log = await decodeBytes([makeLog(HEAD, lines, u32(21), u64(1n), u32(3), u64(2n), u32(30), u64(1n), u64(77n), call(1, 2))]);
    expect(rowOf(log, 'FillInfo', 0)).toEqual({ fevent: 1n, collective: 3, fill_expr: 2n });
    expect(rowOf(log, 'SpawnInfo', 0)).toEqual({ fevent: 1n, spawn: 77 });
  });

  test('the finish event that writers of March 2025 declared and never wrote', async () => {
    const lines = [
      ...BASE_LINES,
      'InstanceReadyInfo {id:56, result:unsigned long long:8, fevent:unsigned long long:8, precondition:unsigned long long:8, inst_uid:unsigned long long:8, performed:timestamp_t:8}',
      'InstanceRedistrictInfo {id:57, result:unsigned long long:8, precondition:unsigned long long:8, previous:unsigned long long:8, next:unsigned long long:8, performed:timestamp_t:8, fevent:unsigned long long:8}',
    ];
    const records = [u32(56), u64(1), u64(2), u64(3), u64(4), u32(57), u64(1), u64(2), u64(3), u64(4), u64(5), call(1, 2)];
    const log = await decodeBytes([makeLog(OLD_HEAD, lines, ...records)]);
    expect(rowOf(log, 'InstanceReadyInfo', 0)).toEqual({ result: 1n, precondition: 2n, inst_uid: 3n, performed: 4 });
    expect(rowOf(log, 'InstanceRedistrictInfo', 0)).toEqual({ result: 1n, precondition: 2n, previous: 3n, next: 4n, performed: 5 });
    // A later version that declares it is believed.
    const later = await decodeBytes([makeLog(HEAD, lines, u32(56), u64(1), u64(9), u64(2), u64(3), u64(4), call(1, 2))]);
    expect(rowOf(later, 'InstanceReadyInfo', 0)).toMatchObject({ fevent: 9n, performed: 4 });
  });
});

describe('exact repeats', () => {
  const usage = 'PhysicalInstanceUsage {id:44, inst_uid:unsigned long long:8, op_id:UniqueID:8, index_id:unsigned:4, field_id:unsigned:4}';
  const use = (inst: number, op: number) => [u32(44), u64(inst), u64(op), u32(0), u32(0)];

  test('of usages are dropped and counted, in any order and across pages', async () => {
    const distinct = Array.from({ length: 3000 }, (_, i) => use(i, i * 7)).flat();
    const log = await decodeBytes([makeLog(HEAD, [...BASE_LINES, usage], ...distinct, ...use(1, 7), call(1, 2), ...distinct)]);
    const repeat = headLength(HEAD, [...BASE_LINES, usage]) + 3000 * 28;
    expect(log).toMatchObject({ records: 6002, duplicates: 3001 });
    expect(log.recordCounts.get('PhysicalInstanceUsage')).toBe(6001);
    const table = log.tables.get('PhysicalInstanceUsage')!;
    expect(table.count).toBe(3000);
    expect([...table.columns.get('op_id')!.values].filter((_, i) => i % 2 === 0)).toEqual(Array.from({ length: 3000 }, (_, i) => i * 7));
    expect(log.alerts).toMatchObject([{ rule: 'duplicate-records', count: 3001, offset: repeat }]);
  });

  test('of other records are kept', async () => {
    const log = await decodeBytes([makeLog(HEAD, BASE_LINES, call(1, 2), call(1, 2))]);
    expect(log).toMatchObject({ records: 2, duplicates: 0, alerts: [] });
  });

  test('a million repeats take the memory of one', async () => {
    const record = makeLog(HEAD, [...BASE_LINES, usage], ...use(1, 2));
    const start = headLength(HEAD, [...BASE_LINES, usage]);
    const block = Buffer.concat(Array.from({ length: 10_000 }, () => record.subarray(start)));
    function* chunks() {
      yield record;
      for (let i = 0; i < 100; i++) yield block;
    }
    const before = process.memoryUsage().arrayBuffers;
    const log = await decodeBytes(chunks());
    expect(log).toMatchObject({ records: 1_000_001, duplicates: 1_000_000 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
  });
});

test('impossible times are not known, and counted per field with the first byte', async () => {
  const start = headLength(HEAD, BASE_LINES);
  const log = await decodeBytes([makeLog(HEAD, BASE_LINES, call(1, 2), call(-1, 3), call(2n ** 63n, 2n ** 53n), call(2n ** 53n - 1n, 5))]);
  const { columns } = log.tables.get('RuntimeCallInfo')!;
  expect([...columns.get('start')!.values]).toEqual([1, NaN, NaN, 2 ** 53 - 1]);
  expect([...columns.get('stop')!.values]).toEqual([2, 3, NaN, 5]);
  expect(log.alerts.map(({ rule, severity, count, offset }) => [rule, severity, count, offset])).toEqual([
    ['impossible-time', 'warning', 2, start + 40], ['impossible-time', 'warning', 1, start + 80],
  ]);
});
