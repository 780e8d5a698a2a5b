/** A thread that answers for the panels of tables, over its own connections, so that neither tiles nor other questions wait for their SQL. */
import { copies, channelUse } from '../index/channel_use.ts';
import { FieldSource } from '../index/field_source.ts';
import { ItemFieldReader } from '../index/item_fields.ts';
import { IndexReader } from '../index/index_reader.ts';
import { itemGroups, itemList } from '../index/item_groups.ts';
import { launchPoints } from '../index/launch_points.ts';
import { longestWaiter } from '../index/longest_waiter.ts';
import { lineCosts } from '../index/line_costs.ts';
import { instances, memoryCurve, memoryUse, memoryWaits } from '../index/memory_use.ts';
import { namesSource } from '../index/provenance_files.ts';
import { schemaTables } from '../index/schema_tables.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TableMethods } from '../protocol/table_api.ts';
import { answerCalls } from './worker_calls.ts';

interface Opened {
  readonly reader: IndexReader;
  readonly source: FieldSource;
  /** Made when it is asked for. */
  fields?: ItemFieldReader;
}

/** By path of the index. */
const opened = new Map<string, Opened>();

function open(index: string): Opened {
  let found = opened.get(index);
  if (found === undefined) {
    const reader = IndexReader.open(index);
    found = { reader, source: new FieldSource(reader) };
    opened.set(index, found);
  }
  return found;
}

type Asked<M extends keyof TableMethods> = TableMethods[M]['params'] & { readonly index: string };

answerCalls({
  'lines.costs': ({ index }: Asked<'lines.costs'>) => lineCosts(open(index).reader.database),
  'lines.names': ({ index, file }: Asked<'lines.source'>) => namesSource(open(index).reader.database, file),
  'memory.use': ({ index, ...range }: Asked<'memory.use'>) => memoryUse(open(index).reader.database, range),
  'memory.curve': ({ index, track, parts, ...range }: Asked<'memory.curve'>) => {
    const steps = open(index).reader.memorySteps(track);
    if (steps === undefined) throw new ProfileError('bad-request', `Track number ${track} is no memory of this run.`);
    return memoryCurve(steps, range, parts);
  },
  'memory.instances': ({ index, track, ...range }: Asked<'memory.instances'>) => instances(open(index).source, track, range),
  'memory.waits': ({ index }: Asked<'memory.waits'>) => memoryWaits(open(index).source),
  'channels.use': ({ index, groups, ...range }: Asked<'channels.use'>) => channelUse(open(index).reader.database, groups, range),
  'channels.copies': ({ index, tracks, ...range }: Asked<'channels.copies'>) => copies(open(index).reader.database, tracks, range),
  'items.groups': ({ index, type, by, ...range }: Asked<'items.groups'>) => itemGroups(open(index).reader.database, type, by, range),
  'items.list': ({ index, type, name, ...range }: Asked<'items.list'>) => itemList(open(index).source, type, name, range),
  'items.points': ({ index, track, ordinal }: Asked<'items.points'>) => {
    const { reader, source } = open(index);
    return launchPoints(source, reader.loadedTrack(track), ordinal);
  },
  'items.waiter': ({ index, track, ordinal }: Asked<'items.waiter'>) => {
    const opened = open(index);
    opened.fields ??= new ItemFieldReader(opened.reader);
    const tracks = opened.reader.tracks().filter(({ mirrorOf, items }) => mirrorOf === null && items > 0).map(({ id }) => id);
    return longestWaiter(opened.fields, tracks, track, ordinal);
  },
  'sql.schema': ({ index }: Asked<'sql.schema'>) => schemaTables(open(index).reader.database),
  forget: ({ index }: { readonly index: string }) => {
    opened.get(index)?.reader.close();
    opened.delete(index);
  },
});
