/** Records that are packed while they are decoded come back from the index as if they had not been. */
import { expect, test } from 'vitest';
import { decodeBytes } from '../../../electron/decode/decode_log.ts';
import { BASE_LINES, call, headLength, makeLog, OLD_HEAD, u32, u64 } from '../decode/log_builder.ts';
import { buildIndex } from './built_index.ts';

const TRIGGER = 'EventTriggerInfo {id:52, result:unsigned long long:8, fevent:unsigned long long:8, precondition:unsigned long long:8, performed:timestamp_t:8}';
const POINT = 'IndexSpacePointDesc {id:31, unique_id:unsigned long long:8, dim:unsigned:4, rem:point:8}';
const LINES = [...BASE_LINES, TRIGGER, POINT];
/** More than two full pages of 65536 rows. */
const ROWS = 200_001;
const TRIGGER_BYTES = 36;

/** A record again and again, its words counting up in steps that differ. */
function triggers(): { readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(ROWS * TRIGGER_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < ROWS; i++) {
    view.setUint32(i * TRIGGER_BYTES, 52, true);
    for (let field = 0; field < 4; field++) view.setBigUint64(i * TRIGGER_BYTES + 4 + 8 * field, (0x8000_0000_0000_0000n + BigInt(i) * 0x1_0000_0007n * BigInt(field)) & (field === 3 ? 0xff_ffffn : 0xffff_ffff_ffff_ffffn), true);
  }
  return { bytes };
}

test('pages, the last one short; a kind without any; points', async () => {
  const log = makeLog(OLD_HEAD, LINES, { bytes: makeLog('', [], u32(8), u32(2)).subarray(1) }, call(5, 9), triggers(), u32(31), u64(7), u32(2), u64(3), u64(-4));
  const packed = await decodeBytes([log], { packs: (record) => record === 'EventTriggerInfo' || record === 'IndexSpacePointDesc' });
  const plain = await decodeBytes([log]);
  expect(plain).toMatchObject({ status: 'whole', records: ROWS + 3 });
  expect([...packed.tables.keys()]).not.toContain('EventTriggerInfo');
  expect(packed.recordCounts).toEqual(plain.recordCounts);
  expect(packed.packed.get('EventTriggerInfo')?.pages.map(({ count }) => count).reduce((a, b) => a + b)).toBe(ROWS);
  const { reader } = buildIndex([packed]);
  expect(reader.recordNames(0)).toEqual([...plain.tables.keys()]);
  for (const [name, table] of plain.tables) expect(reader.recordTable(0, name)).toEqual(table);
  expect(reader.recordTable(0, 'IndexSpacePointDesc', ['rem'])?.columns.get('rem')).toMatchObject({ width: 4, values: Uint32Array.of(3, 0, 0xfffffffc, 0xffffffff) });
  expect(headLength(OLD_HEAD, LINES)).toBe(plain.header?.length);
});
