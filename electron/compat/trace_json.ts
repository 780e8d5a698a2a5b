/**
 * A run in the trace format of Chromium (about:tracing, Perfetto): one event for every state of everything that ran on a processor
 * but GPU kernels. In pieces, so that a run of any size can be written.
 * Source: legion tools/legion_prof_rs/src/backend/trace_viewer.rs.
 */
import type { IndexReader } from '../index/index_reader.ts';
import { ITEM_TYPES, STATE_READY, STATE_WAITING, itemKey, type TrackId } from '../protocol/items.ts';
import { itemsOf, statesOf } from './item_states.ts';
import { KindNames } from './kind_names.ts';
import { processorTracks } from './processor_tracks.ts';

/** The document in pieces of one event each. */
export function* traceJson(reader: IndexReader): Generator<string, void, void> {
  const names = new TraceNames(reader);
  let before = '[';
  for (const { id, realmId, node, kind } of processorTracks(reader)) {
    if (kind === 'gpu-dev') continue;
    const tail = `,"pid":${node},"tid":${Number(BigInt(realmId ?? '0x0') & 0xfffn)}}`;
    for (const item of itemsOf(reader, id)) {
      const name = names.of(id, item.ordinal, item.page.names[item.at], item.page.types[item.at]);
      for (const { state, startNs, stopNs } of statesOf(item)) {
        const title = JSON.stringify(state === STATE_WAITING ? `${name} (waiting)` : state === STATE_READY ? `${name} (ready)` : name);
        yield `${before}{"name":${title},"cat":"task","ph":"X","ts":${floatText(startNs / 1000)},"dur":${floatText((stopNs - startNs) / 1000)}${tail}`;
        before = ',';
      }
    }
  }
  yield before === '[' ? '[]' : ']';
}

/** Shortest decimal of a double, always with a point. */
function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** What kinds of item are called: without operation, a task with its variant. */
class TraceNames {
  readonly #reader: IndexReader;
  readonly #kinds: KindNames;
  readonly #known = new Map<number, string>();

  constructor(reader: IndexReader) {
    this.#reader = reader;
    this.#kinds = new KindNames(reader);
  }

  /** Items of one name have one kind, so the first of them is asked. */
  of(track: TrackId, ordinal: number, name: number, type: number): string {
    let text = this.#known.get(name);
    if (text === undefined) this.#known.set(name, (text = this.#find(itemKey(track, ordinal), name, ITEM_TYPES[type])));
    return text;
  }

  #find(item: number, name: number, type: (typeof ITEM_TYPES)[number]): string {
    switch (type) {
      case 'task': {
        const row = this.#reader.database.get<{ task: number; variant: number }>('SELECT task_id AS task, variant_id AS variant FROM task WHERE item_id = ?', item);
        return row === undefined ? '' : `${this.#kinds.name('task', row.task)} (${this.#kinds.variant(row.task, row.variant)})`;
      }
      case 'meta_task':
      case 'mapper_call':
      case 'runtime_call': {
        const row = this.#reader.database.get<{ kind: number }>(`SELECT kind FROM ${type} WHERE item_id = ?`, item);
        return row === undefined ? '' : this.#kinds.name(type, row.kind);
      }
      case 'prof_task': return 'ProfTask';
      default: return this.#reader.items.name(name)?.text ?? '';
    }
  }
}
