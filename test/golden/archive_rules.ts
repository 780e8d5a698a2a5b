// The structural rules of an archive (prof-viewer.md §8 and §9), checked with a decoder that has nothing to do with ours. Test helper.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { type Cbor, CborMap, Float, plainCbor } from '../unit/compat/plain_cbor.ts';

export interface ArchiveCounts {
  files: number;
  items: number;
  points: number;
}

type Span = readonly [start: bigint, stop: bigint];

export function readCbor(path: string): Cbor {
  return plainCbor(zstdDecompressSync(readFileSync(path)));
}

function fail(rule: string): never {
  throw new Error(rule);
}

function must(holds: boolean, rule: string): void {
  if (!holds) fail(rule);
}

export function fieldOf(value: Cbor | undefined, key: string): Cbor {
  return (value instanceof CborMap ? value.get(key) : undefined) ?? fail(`no ${key}`);
}

export function listOf(value: Cbor): readonly Cbor[] {
  return Array.isArray(value) ? value : fail('no list');
}

export function spanOf(value: Cbor): Span {
  must(value instanceof CborMap && value.keys().join() === 'start,stop', 'an interval has start and stop');
  return [whole(fieldOf(value, 'start')), whole(fieldOf(value, 'stop'))];
}

/** Never a float. */
function whole(value: Cbor): bigint {
  return typeof value === 'bigint' ? value : fail(`${String(value)} is no whole number`);
}

interface Tree {
  readonly slots: Map<string, bigint>;
  readonly kinds: string[];
}

function treeOf(root: Cbor): Tree {
  const tree: Tree = { slots: new Map(), kinds: [] };
  const visit = (entry: Cbor, id: readonly number[]): void => {
    const panel = entry instanceof CborMap ? entry.get('Panel') : undefined;
    if (panel === undefined) {
      must(id.length === 3, 'slots stand at depth 3');
      const slot = fieldOf(entry, 'Slot');
      must((slot as CborMap).keys().join() === 'short_name,long_name,max_rows', 'keys of a slot');
      tree.slots.set(id.join('_'), whole(fieldOf(slot, 'max_rows')));
      return;
    }
    must((panel as CborMap).keys().join() === 'short_name,long_name,summary,slots', 'keys of a panel');
    const summary = (panel as CborMap).get('summary');
    must((summary !== null) === (id.length === 2), 'kinds have a curve, others none');
    if (summary !== null) tree.kinds.push([...id, -1].join('_'));
    if (summary !== null) must(listOf(fieldOf(fieldOf(summary, 'Summary'), 'color')).length === 4, 'a colour');
    listOf(fieldOf(panel, 'slots')).forEach((slot, i) => visit(slot, [...id, i]));
  };
  visit(root, []);
  return tree;
}

/** Levels cut the interval without gaps, each tile being a part of one of the level above or that tile itself. */
function checkLevels(levels: readonly (readonly Span[])[], interval: Span): void {
  must(levels.length > 0 && levels[0].length === 1, 'level 0 is one tile');
  levels.forEach((tiles, level) => {
    let at = interval[0];
    for (const [start, stop] of tiles) {
      must(start === at && stop > start, `level ${level} has a gap or an empty tile at ${at}`);
      must(level === 0 || levels[level - 1].some(([above, below]) => above <= start && stop <= below), `level ${level}: a tile crosses one of the level above`);
      at = stop;
    }
    must(at === interval[1], `level ${level} does not reach the end`);
  });
}

/** @throws Error naming the first rule that is broken */
export function checkArchive(folder: string): ArchiveCounts {
  const counts: ArchiveCounts = { files: 0, items: 0, points: 0 };
  const info = readCbor(join(folder, 'info'));
  must((info as CborMap).keys().join() === 'entry_info,interval,tile_set,field_schema,warning_message,nonempty_tiles,sample_format', 'keys of info');
  const tree = treeOf(fieldOf(info, 'entry_info'));
  const levels = listOf(fieldOf(fieldOf(info, 'tile_set'), 'tiles')).map((tiles) => listOf(tiles).map(spanOf));
  checkLevels(levels, spanOf(fieldOf(info, 'interval')));
  const names = new Map((fieldOf(fieldOf(info, 'field_schema'), 'field_names') as CborMap).pairs);
  must(![...names.values()].includes('Title'), 'the schema must not name Title');
  must([...names.values()].includes('Number of Items'), 'the schema names Number of Items');
  const tiles = [...new Set(levels.flat().map((tile) => tile.join('_')))];
  const nonempty = new Map((fieldOf(info, 'nonempty_tiles') as CborMap).pairs.map(([entry, own]) => [listOf(entry).join('_'), listOf(own).map(spanOf)]));
  must([...nonempty.keys()].join() === [...tree.slots.keys()].join(), 'every slot is in nonempty_tiles, in order');
  for (const [slot, own] of nonempty) {
    must(own.every(([start, stop], i) => i === 0 || own[i - 1][0] < start || (own[i - 1][0] === start && own[i - 1][1] < stop)), 'nonempty tiles are sorted');
    checkSlot(folder, slot, own.map((tile) => tile.join('_')), tree.slots.get(slot) ?? 0n, names, counts);
    must(own.every((tile) => tiles.includes(tile.join('_'))), 'nonempty tiles are tiles');
  }
  for (const kind of tree.kinds) checkSummary(folder, kind, tiles, counts);
  must(existsSync(join(folder, 'index.html')), 'a page');
  must(readdirSync(folder).sort().join() === 'index.html,info,slot_meta_tile,slot_tile,summary_tile', 'nothing else');
  must(readdirSync(join(folder, 'slot_tile')).sort().join() === [...tree.slots.keys()].sort().join(), 'a folder for each slot');
  must(readdirSync(join(folder, 'summary_tile')).sort().join() === tree.kinds.sort().join(), 'a folder for each curve');
  return counts;
}

function checkHead(tile: Cbor, slug: string, name: string): Cbor {
  must(tile instanceof CborMap && tile.keys().join() === 'entry_id,tile_id,data', 'keys of a tile');
  must(listOf(fieldOf(tile, 'entry_id')).join('_') === slug && spanOf(fieldOf(tile, 'tile_id')).join('_') === name, 'a tile says what its path says');
  return fieldOf(tile, 'data');
}

function checkSlot(folder: string, slug: string, nonempty: readonly string[], maxRows: bigint, names: ReadonlyMap<Cbor, Cbor>, counts: ArchiveCounts): void {
  for (const kind of ['slot_tile', 'slot_meta_tile']) {
    must(readdirSync(join(folder, kind, slug)).sort().join() === [...nonempty].sort().join(), `${kind} ${slug}: a file for each tile that is not empty and no other`);
  }
  for (const name of nonempty) {
    counts.files += 2;
    const rows = listOf(fieldOf(checkHead(readCbor(join(folder, 'slot_tile', slug, name)), slug, name), 'items'));
    const metaRows = listOf(fieldOf(checkHead(readCbor(join(folder, 'slot_meta_tile', slug, name)), slug, name), 'items'));
    must(BigInt(rows.length) === maxRows && metaRows.length === rows.length, 'rows are as many as the slot has');
    let inTile = 0;
    rows.forEach((row, r) => {
      const metas = listOf(metaRows[r]);
      must(listOf(row).length === metas.length, 'items and metas are parallel');
      let last = -1n;
      listOf(row).forEach((item, i) => {
        must((item as CborMap).keys().join() === 'item_uid,interval,color', 'keys of an item');
        must((metas[i] as CborMap).keys().join() === 'item_uid,original_interval,title,fields', 'keys of a meta');
        must(whole(fieldOf(item, 'item_uid')) === whole(fieldOf(metas[i], 'item_uid')), 'items and metas have the same uid');
        const [start, stop] = spanOf(fieldOf(item, 'interval'));
        must(start >= last && stop >= start, 'a row is in order of time');
        last = start;
        spanOf(fieldOf(metas[i], 'original_interval'));
        must(typeof fieldOf(metas[i], 'title') === 'string', 'a title');
        for (const field of listOf(fieldOf(metas[i], 'fields'))) {
          const [id, , color] = listOf(field);
          must(listOf(field).length === 3 && names.has(id) && (color === null || listOf(color).length === 4), 'a field is of the schema');
        }
        inTile++;
      });
    });
    must(inTile > 0, 'empty tiles are left out');
    counts.items += inTile;
  }
}

function checkSummary(folder: string, slug: string, tiles: readonly string[], counts: ArchiveCounts): void {
  must(readdirSync(join(folder, 'summary_tile', slug)).sort().join() === [...tiles].sort().join(), 'a summary for each tile');
  for (const name of tiles) {
    counts.files++;
    let last = -1n;
    for (const point of listOf(fieldOf(checkHead(readCbor(join(folder, 'summary_tile', slug, name)), slug, name), 'utilization'))) {
      const [time, util] = [whole(fieldOf(point, 'time')), fieldOf(point, 'util')];
      must(util instanceof Float && util.bits <= 32 && util.value >= 0 && util.value <= 1, 'a value from 0 to 1 that is a float of 32 bits at most');
      must(time >= last, 'samples are in order of time');
      last = time;
      counts.points++;
    }
  }
}
