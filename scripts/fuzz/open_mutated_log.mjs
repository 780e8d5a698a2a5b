// The one place that says what "opening" a damaged log means: decoding it and building its run. Extend it here when more of the road
// from bytes to picture is to stand the same damage: everything that the seeded test and `npm run fuzz` do goes through this function.
import { ColumnReader } from '../../electron/decode/column_codec.ts';
import { decodeBytes } from '../../electron/decode/decode_log.ts';
import { elementsPerRow } from '../../electron/decode/packed_table.ts';
import { isIndexOnly } from '../../electron/model/index_only.ts';
import { buildShard } from '../../electron/model/build_shard.ts';
import { RunBuilder } from '../../electron/model/run_builder.ts';
import { ProfileError } from '../../electron/protocol/errors.ts';

const STATUSES = ['empty', 'unreadable', 'no timed records', 'cut', 'whole'];

/**
 * Opens the bytes as a log. The only two good ends are a log that keeps its own promises and a ProfileError.
 * @param {Uint8Array} bytes
 * @returns {Promise<string>} the log's status, or the error's kind
 * @throws anything else: that is what fuzzing looks for
 */
export async function openMutatedLog(bytes) {
  try {
    const log = await decodeBytes([bytes], { path: 'fuzz.prof', packs: isIndexOnly });
    checkLog(log);
    // As the reader of logs does (engine/rank_worker.ts).
    if (log.status !== 'empty' && log.status !== 'unreadable') checkModel(log);
    return log.status;
  } catch (error) {
    if (error instanceof ProfileError) return error.kind;
    throw error;
  }
}

/** What DecodedLog promises of itself, whatever the bytes were. */
function checkLog(log) {
  const { tables, packed, strings, recordCounts, records, duplicates, rawBytes, status, alerts } = log;
  assert(STATUSES.includes(status), `status ${status}`);
  assert(status === 'whole' || alerts.length > 0, `nothing is said of a log that is ${status}`);
  for (const alert of alerts) {
    assert(alert.message.length > 10 && alert.count >= 1 && alert.file !== null, `alert ${JSON.stringify(alert)}`);
    assert(alert.offset === null || (alert.offset >= 0 && alert.offset <= rawBytes), `alert at byte ${alert.offset} of ${rawBytes}`);
  }
  assert([...recordCounts.values()].reduce((sum, count) => sum + count, 0) === records, 'counts and records differ');
  assert([...tables.values(), ...packed.values()].reduce((sum, table) => sum + table.count, 0) === records - duplicates, 'rows and records differ');
  assert(strings.ends.length === strings.count && (strings.ends.at(-1) ?? 0) === strings.bytes.length, 'strings');
  for (const table of tables.values()) checkTable(table, strings, rawBytes);
  for (const table of packed.values()) checkTable(unpacked(table), strings, rawBytes);
}

/** What a run promises that was built from any log: exact boxes in order, items numbered without holes, curves of numbers. */
function checkModel(log) {
  const builder = new RunBuilder();
  builder.addShard(buildShard(log));
  const { model } = builder.finish();
  assert(model.stopNs >= 0 && Number.isSafeInteger(model.stopNs), `the run ends at ${model.stopNs}`);
  for (const track of model.tracks) {
    let last = Number.NEGATIVE_INFINITY;
    let segments = 0;
    for (const { count, starts, stops, levels, ordinals } of track.lods[0]?.blocks ?? []) {
      segments += count;
      for (let i = 0; i < count; i++) {
        assert(starts[i] >= last && stops[i] >= starts[i], `${track.slug}: box [${starts[i]}, ${stops[i]}) after ${last}`);
        assert(levels[i] < track.levelCount && ordinals[i] < track.itemCount, `${track.slug}: level ${levels[i]}, item ${ordinals[i]}`);
        last = starts[i];
      }
    }
    // Items without length are drawn as a point but count as none.
    assert(segments === track.segmentCount + track.emptyCount, `${track.slug}: ${segments} boxes, ${track.segmentCount} and ${track.emptyCount} said`);
  }
  for (const alert of model.alerts) assert(alert.message.length > 10 && alert.count >= 1, `alert ${JSON.stringify(alert)}`);
}

/** A packed table as the index would give it back. */
function unpacked({ name, count, columns, pages }) {
  assert(pages.reduce((sum, page) => sum + page.count, 0) === count, `${name}: rows of pages`);
  const values = (stride, place) => {
    const all = new Float64Array(count * stride);
    let row = 0;
    for (const page of pages) {
      const reader = new ColumnReader(page.columns[place]);
      for (let part = 0; part < stride; part++) reader.into({ values: all, first: row * stride + part, stride, count: page.count });
      row += page.count;
    }
    return all;
  };
  return {
    name, count, offsets: values(1, columns.length),
    columns: new Map(columns.map(({ name: field, type, width }, i) => [field, { type, width, values: values(elementsPerRow({ type, width }), i) }])),
  };
}

function checkTable(table, strings, rawBytes) {
  assert(table.offsets.length === table.count, `${table.name}: offsets`);
  for (let row = 1; row < table.count; row++) assert(table.offsets[row] > table.offsets[row - 1], `${table.name}: order of offsets`);
  assert(table.count === 0 || table.offsets[table.count - 1] < rawBytes, `${table.name}: offset past the end`);
  for (const [field, column] of table.columns) {
    const width = column.type === 'coords' ? column.width : column.type === 'u64' || column.type === 'i64' ? 2 : 1;
    assert(column.values.length === table.count * width, `${table.name}.${field}: length`);
    if (column.type === 'string' || column.type === 'bytes') for (const index of column.values) assert(index < strings.count, `${table.name}.${field}: no such string`);
    if (column.type === 'time') for (const time of column.values) assert(!(time < 0 || time >= 2 ** 53), `${table.name}.${field}: time ${time}`);
  }
}

function assert(condition, what) {
  if (!condition) throw new Error(`the decoded log breaks a promise: ${what}`);
}
