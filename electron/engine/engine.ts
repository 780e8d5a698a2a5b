/**
 * The engine: the runs that are open and the answers to what is asked about them. Lives in the engine worker; the main thread passes on
 * what pages and the command line ask.
 */
import type { Alert } from '../protocol/alerts.ts';
import type { EngineEvents, EngineMethods, TileMethods } from '../protocol/engine_api.ts';
import type { SessionState } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { Comparisons } from './comparisons.ts';
import { meanOf, utilTile } from './curves.ts';
import type { Failure } from './expand_paths.ts';
import { infoDocument } from './info_document.ts';
import { gapAt, groupDetails, itemAt, locateItem, neighbour, nameOf } from './item_queries.ts';
import { itemTile } from './item_tiles.ts';
import { JobList } from './jobs.ts';
import { ByteLru } from '../index/lru.ts';
import { nextTurn } from '../index/slices.ts';
import { itemDetails } from './run_details.ts';
import { nameTotals } from './name_totals.ts';
import { notesOf, setNote } from './run_notes.ts';
import { rangeItems } from './range_items.ts';
import { RunOpener, type IndexOutput, type OpenOptions } from './run_opener.ts';
import type { ExportPlace } from '../protocol/exports.ts';
import { RunExports } from './run_exports.ts';
import type { RunSearch } from './run_search.ts';
import { RunTables } from './run_tables.ts';
import type { Run } from './run.ts';
import { PROGRAM_VERSION } from './version.ts';

export interface EngineOptions extends OpenOptions {
  /** Encoded tiles that are kept, bytes. */
  readonly tileCacheBytes?: number;
}

export type Emit = <E extends keyof EngineEvents>(event: E, data: EngineEvents[E]) => void;

/** What the command line asks and no page may. */
export interface HostMethods {
  /** Opens paths, and those of `vs` to be shown beside them, or with `addTo` together with those of an open run, in whose place the larger one comes; resolves when it is known which runs they are, or with `until` when these are read or have their index. */
  'host.open': { params: { paths: readonly string[]; vs?: readonly string[]; addTo?: string; until: 'known' | 'read' | 'ready'; output?: IndexOutput }; result: { runs: readonly string[]; failures: readonly Failure[] } };
  /** A person chose, in a dialog of the desktop, where exports of a run go or what they use. */
  'host.grant': { params: { run: string; place: ExportPlace; path: string }; result: Record<string, never> };
  /** Where the index of each open run is; null = it has none. */
  'host.indexes': { params: Record<string, never>; result: readonly { run: string; path: string | null; alerts: readonly Alert[] }[] };
  'host.info': { params: Record<string, never>; result: Record<string, unknown> };
  'host.end': { params: Record<string, never>; result: Record<string, never> };
}

type Methods = EngineMethods & HostMethods;
type Handlers = { readonly [M in keyof Methods]: (params: Methods[M]['params'], signal: AbortSignal) => Methods[M]['result'] | Promise<Methods[M]['result']> };

const TILE_CACHE_BYTES = 64 << 20;

export class Engine {
  readonly #emit: Emit;
  readonly #jobs: JobList;
  readonly #opener: RunOpener;
  readonly #exports: RunExports;
  readonly #comparisons: Comparisons;
  #comparing: SessionState['comparing'] = null;
  readonly #tiles: ByteLru<string, Uint8Array>;
  readonly #tables: RunTables;
  readonly #handlers: Handlers;

  constructor(options: EngineOptions, emit: Emit) {
    this.#emit = emit;
    this.#jobs = new JobList((jobs) => emit('jobs.changed', { jobs }));
    this.#exports = new RunExports(this.#jobs);
    this.#tiles = new ByteLru(options.tileCacheBytes ?? TILE_CACHE_BYTES, ({ byteLength }) => byteLength);
    this.#opener = new RunOpener(options, this.#jobs, {
      onRunChanged: (run) => this.#onRunChanged(run),
      onSessionChanged: () => emit('session.changed', {}),
    });
    this.#comparisons = new Comparisons(this.#jobs, (id) => this.#opener.runs.entry(id).session, (params, signal) => this.#tables.handlers['lines.source'](params, signal));
    this.#tables = new RunTables((id) => this.#opener.runs.entry(id).session, () => this.#opener.user.settings());
    this.#handlers = this.#makeHandlers();
  }

  /** JSON answers. @throws ProfileError 'bad-request' for an unknown method; what the method throws */
  async call(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (method === 'tile.items' || method === 'tile.util') return this.#tile(method, params as TileMethods['tile.items'], signal);
    if (method === 'tile.marks') {
      const { run, key, ask } = params as TileMethods['tile.marks'];
      return this.#opener.runs.entry(run).search.marks(key, ask, signal);
    }
    if (!Object.hasOwn(this.#handlers, method)) throw new ProfileError('bad-request', `The engine has no method ${method}.`);
    const handle = this.#handlers[method as keyof Methods] as (params: unknown, signal: AbortSignal) => unknown;
    return handle(params, signal);
  }

  /** Bytes of an encoded tile, in shared memory. */
  async #tile(method: 'tile.items' | 'tile.util', { run: id, key }: TileMethods['tile.items'], signal: AbortSignal): Promise<Uint8Array> {
    const { run } = this.#opener.runs.entry(id).session;
    const name = `${run.id}/${method}/${key.track}/${key.exp}/${key.index}`;
    const kept = this.#tiles.find(name);
    if (kept !== undefined) return kept;
    // A cancel that is on its way is seen before the work is done.
    await nextTurn(signal);
    const { revision } = run;
    const bytes = await (method === 'tile.items' ? itemTile(run.source, key) : utilTile(run.source, key));
    // Made while the run grew: right for whoever asked before, stale for the next one.
    if (run.revision === revision) this.#tiles.put(name, bytes);
    return bytes;
  }

  #onRunChanged(run: Run): void {
    this.#tiles.clear();
    this.#emit('run.changed', { run: run.id, revision: run.revision, phase: run.phase });
    this.#emit('names.grew', { run: run.id, nameCount: run.rows.nameCount });
  }

  #makeHandlers(): Handlers {
    const run = (id: string): Run => this.#opener.runs.entry(id).session.run;
    const searchOf = (id: string): RunSearch => this.#opener.runs.entry(id).search;
    return {
      'session.state': () => this.#session(),
      'run.summary': ({ run: id }) => run(id).summary(),
      'run.openSample': async () => ({ run: await this.#opener.openSample() }),
      'run.openRecent': async ({ contentId }) => ({ run: await this.#opener.openRecent(contentId) }),
      'run.close': async ({ run: id }) => {
        await this.#close(id);
        return {};
      },
      'run.setTitle': ({ run: id, title }) => {
        this.#opener.runs.setTitle(id, title);
        return {};
      },
      'run.view': ({ run: id }) => ({ view: this.#opener.user.view(run(id).id) ?? null }),
      'run.setView': ({ run: id, view }) => {
        this.#opener.user.setView(run(id).id, view);
        return {};
      },
      'notes.list': ({ run: id }) => ({ notes: notesOf(this.#opener.user, id, this.#opener.runs.entry(id).session.reader) }),
      'notes.set': ({ run: id, id: name, note }) => {
        setNote(this.#opener.user, id, this.#opener.runs.entry(id).session.reader, name, note);
        this.#emit('notes.changed', { run: id });
        return {};
      },
      'recent.forget': ({ contentId }) => {
        this.#opener.user.forget(contentId);
        return {};
      },
      'names.get': ({ run: id, from, to }) => {
        const { source } = run(id);
        return Array.from({ length: Math.max(0, Math.min(to, run(id).rows.nameCount) - from) }, (_, i) => source.name(from + i) ?? { type: 'task', text: '', form: 0 });
      },
      'item.details': ({ run: id, track, ordinal, segmentStartNs }) => itemDetails(this.#opener.runs.entry(id).session, track, ordinal, segmentStartNs),
      'range.items': ({ run: id, ...asked }, signal) => rangeItems(this.#opener.runs.entry(id).session, asked, signal),
      'item.flows': ({ run: id, track, ordinal }) => this.#opener.runs.entry(id).session.details?.flows(track, ordinal) ?? { flows: [], isCut: false },
      'item.at': ({ run: id, track, ns, level }) => itemAt(run(id).source, track, ns, level),
      'item.name': async ({ run: id, track, ordinal }) => ({ name: await nameOf(run(id).source, track, ordinal) }),
      'item.locate': ({ run: id, track, ordinal }) => locateItem(run(id).source, track, ordinal),
      'track.gap': ({ run: id, track, ns }) => gapAt(run(id).source, track, ns),
      'item.neighbour': ({ run: id, track, ordinal, step, same }) => neighbour(run(id).source, track, ordinal, step, same),
      'group.details': ({ run: id, track, level, startNs, stopNs }) => groupDetails(run(id).source, track, level, startNs, stopNs),
      'util.mean': async ({ run: id, tracks, startNs, stopNs }) => {
        const means: (number | null)[] = [];
        for (const track of tracks) means.push(await meanOf(run(id).source, track, startNs, stopNs));
        return means;
      },
      'range.names': ({ run: id, tracks, startNs, stopNs, kept }, signal) => {
        const { source, rows } = run(id);
        const chosen = tracks === null ? undefined : new Set(tracks);
        // Ids that are none reach the query, which refuses them.
        const known = rows.tracks.filter((track) => chosen === undefined || chosen.delete(track.id));
        return nameTotals(source, [...known, ...[...chosen ?? []].map((track) => ({ id: track, segments: 0 }))], { startNs, stopNs }, signal, kept === undefined ? undefined : (track) => searchOf(id).hits(kept).set(track));
      },
      'search.start': ({ run: id, text, span, within, patienceMs }, signal) => searchOf(id).start(text, { span, within, patienceMs }, signal),
      'search.rest': ({ run: id, search }, signal) => searchOf(id).rest(search, signal),
      'search.step': ({ run: id, search, from, step }) => searchOf(id).step(search, from, step),
      'search.ticks': ({ run: id, search, buckets }, signal) => searchOf(id).ticks(search, buckets, signal),
      'search.around': ({ run: id, search, startNs, stopNs }) => searchOf(id).around(search, startNs, stopNs),
      'search.list': ({ run: id, search, tracks, sorting, from, count }, signal) => searchOf(id).list(search, tracks, sorting, { from, count }, signal),
      'search.values': ({ run: id, field, text }) => searchOf(id).values(field, text),
      'color.legend': ({ run: id, color, startNs, stopNs }, signal) => searchOf(id).legend(color, { startNs, stopNs }, signal),
      'export.plan': ({ run: id }) => this.#exports.plan(this.#opener.runs.entry(id).session),
      'export.start': ({ run: id, choice }) => ({ job: this.#exports.start(this.#opener.runs.entry(id).session, choice) }),
      ...this.#tables.handlers,
      'job.cancel': ({ job }) => {
        this.#jobs.cancel(job);
        return {};
      },
      'settings.set': ({ key, value }) => {
        this.#opener.user.setSetting(key, value);
        return {};
      },
      ...this.#comparisons.handlers,
      'host.open': (params, signal) => this.#open(params, signal),
      'host.grant': ({ run, place, path }) => {
        this.#exports.grant(run, place, path);
        return {};
      },
      'host.indexes': () => this.#opener.runs.list.map(({ id, alerts }) => ({ run: id, path: this.#opener.savedIndex(id) ?? null, alerts })),
      'host.info': () => infoDocument(PROGRAM_VERSION, this.#opener.runs.forInfo(), this.#opener.runs.pathFailures),
      'host.end': async () => {
        // Runs first: what is cancelled before its run is closed would be kept as far as it came.
        const ended = this.#opener.end();
        this.#jobs.cancelAll();
        await this.#comparisons.forget();
        await Promise.all([ended, this.#tables.end()]);
        return {};
      },
    };
  }

  async #open({ paths, vs, addTo, until, output }: HostMethods['host.open']['params'], signal: AbortSignal): Promise<HostMethods['host.open']['result']> {
    if (addTo !== undefined) return this.#openWith(addTo, paths, until, signal);
    if (vs === undefined || vs.length === 0) return this.#opener.open(paths, until, signal, output);
    const a = await this.#opener.open(paths, until, signal);
    const b = await this.#opener.open(vs, until, signal);
    if (a.runs.length > 0 && b.runs.length > 0) {
      this.#comparing = { a: a.runs[0], b: b.runs[0] };
      this.#emit('session.changed', {});
    }
    return { runs: [...a.runs, ...b.runs], failures: b.failures };
  }

  async #openWith(id: string, paths: readonly string[], until: 'known' | 'read' | 'ready', signal: AbortSignal): Promise<HostMethods['host.open']['result']> {
    const opened = await this.#opener.open([...this.#opener.runs.entry(id).session.run.paths, ...paths], until, signal);
    const [larger] = opened.runs;
    // Files of another run open beside it.
    if (opened.runs.length !== 1 || larger === id) return opened;
    // Pages are on the larger one by then.
    void this.#opener.runs.entry(larger).session.read.then(() => (this.#opener.runs.get(id) === undefined ? undefined : this.#close(id)));
    return opened;
  }

  async #close(id: string): Promise<void> {
    await this.#comparisons.forget(id);
    await this.#tables.close(id);
    await this.#opener.runs.close(id);
    this.#emit('run.closed', { run: id });
    this.#emit('session.changed', {});
  }

  async #session(): Promise<SessionState> {
    return {
      program: PROGRAM_VERSION, protocol: 1,
      runs: this.#opener.runs.list.map((run) => run.summary()),
      comparing: this.#comparing,
      jobs: this.#jobs.all,
      recent: await this.#opener.recent(),
      failures: this.#opener.runs.failures,
      settings: this.#opener.user.settings(),
      canOpenSample: this.#opener.canOpenSample,
      isReadOnly: false,
    };
  }
}
