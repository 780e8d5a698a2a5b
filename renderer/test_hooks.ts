/** `window.profilerTest`: what browser tests, benches and other people's checks drive the page with. Only with `?test=1`. */
import { allMarks } from './base/marks.ts';
import { isRested } from './base/rest.ts';
import type { AppHandle } from './state/create_app.ts';
import type { Row, RunView } from './state/app.ts';
import { benchFrame, benchPath } from './timeline/bench_frames.ts';
import { levelBand } from './timeline/hit_test.ts';
import { titleOf } from './timeline/hover_box.ts';
import { isOverviewCurrent } from './timeline/overview_loader.ts';
import { currentTimeline, mountedTimelines } from './timeline/mount_timeline.ts';
import { RULER_HEIGHT } from './timeline/ruler.ts';
import { startOf } from './timeline/tile_columns.ts';
import { cssXOf } from './timeline/viewport.ts';
import type { ItemAt } from '../electron/protocol/item_api.ts';
import { itemKey } from '../electron/protocol/items.ts';
import type { TimeSpan } from '../electron/protocol/time.ts';

/** Everything has to stay still for this long: an answer is on screen, and what hangs on it has been asked, some frames later. */
const STILL_MS = 90;

export function installTestHooks({ app, isSettled, motion }: AppHandle): void {
  const run = (): RunView => {
    const now = app.run.peek();
    if (!now) throw new Error('No run is open.');
    return now;
  };
  const isIdle = (withJobs: boolean): boolean => {
    const now = app.run.peek();
    const compared = app.comparing.peek();
    if (!isSettled() || !isRested() || (app.client.outstanding ?? 0) > 0 || motion.isMoving) return false;
    if (withJobs && app.jobs.peek().some(({ state }) => state === 'running')) return false;
    if (withJobs && now && (now.summary.peek().phase === 'reading' || now.summary.peek().phase === 'indexing')) return false;
    const shown = compared?.runs ?? (now ? [now] : []);
    const timelines = mountedTimelines();
    return !now || (timelines.length === shown.length && timelines.every(({ isClean }) => isClean) && shown.every(({ tiles, marks }) => tiles.outstanding === 0 && marks.outstanding === 0) && isOverviewCurrent());
  };

  const idle = async ({ jobs = false }: { jobs?: boolean } = {}): Promise<void> => {
    let sinceMs = performance.now();
    while (performance.now() - sinceMs < STILL_MS) {
      await new Promise((resolve) => { setTimeout(resolve, 16); });
      if (!isIdle(jobs)) sinceMs = performance.now();
    }
  };

  const pageOrigin = (): { left: number; top: number } => {
    const box = currentTimeline()?.element.getBoundingClientRect();
    return { left: box?.left ?? 0, top: (box?.top ?? 0) + RULER_HEIGHT };
  };

  /** Page px of the row's top; null when it is scrolled out of what is laid out. */
  const rowY = (row: Row): number | null => {
    const { tree } = run();
    const y = row.y - tree.scrollTop.peek() + tree.pinned.shown.peek().heightPx;
    return currentTimeline() && y + row.height > 0 && y < tree.pinned.areaHeight.peek() ? pageOrigin().top + y : null;
  };

  const trackOf = (trackId: string): { id: number; slug: string } => {
    const { tracks, groups } = run().summary.peek();
    const found = [...tracks, ...groups].find(({ slug }) => slug === trackId);
    if (!found) throw new Error(`There is no track "${trackId}".`);
    return found;
  };

  /** A point inside the segment that is in view, page px; nulls when it is not drawn as levels or not in view. */
  const pointOf = ({ track, level, startNs, stopNs }: ItemAt): { x: number | null; y: number | null } => {
    const list = currentTimeline()?.list;
    const row = list?.rows.findLast((candidate) => candidate.row.id === track && !candidate.isSticky);
    if (!list || row?.content !== 'items') return { x: null, y: null };
    const { viewport } = list;
    const band = levelBand(row, level);
    const left = Math.max(0, cssXOf(viewport, startNs));
    const right = Math.min(viewport.widthCssPx, Math.max(cssXOf(viewport, stopNs), cssXOf(viewport, startNs) + 2));
    const [x, y] = [(left + right) / 2, band.y + band.height / 2];
    if (right <= left || y < 0 || y > viewport.heightCssPx) return { x: null, y: null };
    const origin = pageOrigin();
    return { x: origin.left + x, y: origin.top + y };
  };

  const describe = (item: ItemAt) => ({
    itemId: String(itemKey(item.track, item.ordinal)), title: item.title, state: item.state, startNs: item.startNs, stopNs: item.stopNs,
    lifeNs: [item.life.startNs, item.life.stopNs], level: item.level, ...pointOf(item),
  });

  const hooks = {
    idle,
    run: (commandId: string, args?: unknown) => app.commands.run(commandId, args),
    tracks: () => (app.run.peek()?.tree.rows.peek() ?? []).map((row) => ({
      id: row.slug, label: row.label, longName: row.longName, kind: row.kind, depth: row.depth,
      expanded: row.isOpen, y: rowY(row), height: row.height,
    })),
    view: () => ({ ...(app.run.peek()?.view.span.peek() ?? { startNs: 0, stopNs: 0 }) }),
    async itemAt(trackId: string, ns: number, level?: number) {
      const item = await app.client.call('item.at', { run: run().id, track: trackOf(trackId).id, ns, ...(level === undefined ? {} : { level }) });
      return item && describe(item);
    },
    async hitTest(x: number, y: number) {
      const origin = pageOrigin();
      const hit = currentTimeline()?.hitAt(x - origin.left, y - origin.top);
      if (hit?.type === 'group') return { count: hit.tile.counts[hit.box], level: hit.level, title: titleOf(run(), hit) };
      if (hit?.type !== 'item') return null;
      const item = await app.client.call('item.at', { run: run().id, track: hit.row.row.id, ns: startOf(hit.tile, hit.box), level: hit.level });
      return item && describe(item);
    },
    state: () => {
      const now = app.run.peek();
      const selection = now?.selection.peek();
      return {
        run: now?.id ?? null, phase: now?.summary.peek().phase ?? null, view: now?.view.span.peek() ?? null, range: now?.view.range.peek() ?? null,
        selection: selection?.type === 'item'
          ? { type: 'item', itemId: String(itemKey(selection.item.track, selection.item.ordinal)), title: selection.item.title, hasDetails: selection.details !== undefined }
          : selection ? { type: 'group', count: selection.count } : null,
        search: now ? { text: now.search.text.peek(), total: now.search.result.peek()?.total ?? null, index: now.search.current.peek()?.index ?? null } : null,
        filters: now?.filter.chips.peek() ?? [], scrollTop: now?.tree.scrollTop.peek() ?? 0, theme: app.theme.effective.peek(), connection: app.client.connection.peek(),
        jobs: app.jobs.peek().map(({ id, label, state }) => ({ id, label, state })),
        frame: { ...currentTimeline()?.counts, hasMissing: currentTimeline()?.list?.hasMissing ?? null, hasStale: currentTimeline()?.list?.hasStale ?? null, exp: currentTimeline()?.list?.exp ?? null },
        tileBytes: now?.tiles.bytes ?? 0,
      };
    },
    /** Runs that the engine has open: id and title. */
    runs: () => (app.session.peek()?.runs ?? []).map(({ run: id, info }) => [id, info.title] as const),
    /** The two runs on screen, A first; null = one run or none. */
    comparing: () => {
      const compared = app.comparing.peek();
      return compared && {
        isLocked: compared.isLocked.peek(), align: compared.aligning.choice.peek(), movedNs: compared.aligning.movedNs.peek(), seams: (compared.knots.peek()?.length ?? 0) / 4,
        sides: compared.runs.map(({ id, view, selection }) => {
          const selected = selection.peek();
          return { run: id, view: view.span.peek(), cursorNs: view.cursor.peek(), selected: selected?.type === 'item' ? { title: selected.item.title, track: selected.item.track, ordinal: selected.item.ordinal, life: selected.item.life } : null };
        }),
      };
    },
    /** The selected item, or null. */
    selected: () => {
      const selection = app.run.peek()?.selection.peek();
      if (selection?.type !== 'item') return null;
      const { track, ordinal, level, life, title } = selection.item;
      return { slug: run().track(track)?.slug ?? '', ordinal, level, title, ...life };
    },
    marks: () => allMarks(),
    /** Drawn pixels `[r, g, b]` of a device-px line through a level (0.5 = its middle, 1 = its lower edge), from the left of the track area. */
    pixels: (slug: string, level: number, part = 0.5) => {
      const timeline = currentTimeline();
      const row = timeline?.list?.rows.findLast((candidate) => candidate.row.slug === slug && !candidate.isSticky);
      if (!timeline?.list || !timeline.renderer || !row) throw new Error(`Track "${slug}" is not in view.`);
      const band = levelBand(row, level);
      return timeline.renderer.readLine(Math.floor((band.y + band.height * part) * timeline.list.viewport.ratio));
    },
    /** Opens what is needed and scrolls so that the row is in view. */
    reveal: (slug: string) => run().tree.reveal(trackOf(slug).id),
    /** Draws now; ms of JavaScript. */
    drawNow: () => currentTimeline()?.drawNow(),
    benchPath: (share: number, frames: number) => benchPath(run().view.extent.peek(), share, frames),
    benchFrame: async (view: TimeSpan) => {
      const timeline = currentTimeline();
      if (!timeline) throw new Error('No timeline is on screen.');
      return benchFrame(timeline, run(), view);
    },
  };
  Object.assign(window, { profilerTest: hooks });
}
