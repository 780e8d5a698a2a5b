/** A made-up run for tests of the page: two nodes, every look of the tree, alerts and files of each sort. */
import type { Alert } from '../../../electron/protocol/alerts.ts';
import type { GroupSummary, RunSummary, SessionState, TrackSummary } from '../../../electron/protocol/run_api.ts';
import type { TrackKind } from '../../../electron/protocol/items.ts';

export const RUN = 'c9a1f0d2e4b68357';

let nextId = 0;
const tracks: TrackSummary[] = [];
const groups: GroupSummary[] = [];

function track(node: number, kind: TrackKind, name: string, longName: string, rest: Partial<TrackSummary> = {}): TrackSummary {
  const made: TrackSummary = {
    id: nextId++, slug: `n${node}/${kind}/${name}`, node, kind, name, longName, realmId: '0x1d00000000000001', capacityBytes: null, items: 812, segments: 1204,
    levels: 2, mirrorOf: null, hasUtil: true, ...rest,
  };
  tracks.push(made);
  return made;
}

function group(node: number | null, kind: TrackKind | null, name: string, longName: string, members: readonly number[], rest: Partial<GroupSummary> = {}): GroupSummary {
  const place = node === null ? 'all' : `n${node}`;
  const made: GroupSummary = {
    id: nextId++, slug: kind === null ? place : `${place}/${kind}`, node, kind, name, longName, members, denominator: kind === null ? null : members.length,
    capacityBytes: null, hasUtil: kind !== null, ...rest,
  };
  groups.push(made);
  return made;
}

function node(n: number): GroupSummary {
  const devices = [6, 7].map((i) => track(n, 'gpu-dev', `g${i}d`, `Node ${n} GPU ${i} Device`, { items: 1204, levels: i === 7 ? 16 : 1 }));
  const hosts = [6, 7].map((i) => track(n, 'gpu-host', `g${i}h`, `Node ${n} GPU ${i} Host`, { levels: 3 }));
  const cpus = [1, 2].map((i) => track(n, 'cpu', `c${i}`, `Node ${n} CPU ${i}`));
  const utility = track(n, 'utility', 'u0', `Node ${n} Utility 0`, { items: 20_812, levels: 4 });
  const main = track(n, 'external', 'e4', `Node ${n} External 4`, { items: 3, levels: 1 });
  const system = track(n, 'system', 's0', `Node ${n} System 0`, { capacityBytes: 4 * 2 ** 30, items: 96, levels: 6 });
  const frame = track(n, 'framebuffer', 'f6', `Node ${n} Framebuffer 6`, { capacityBytes: 16 * 2 ** 30, items: 240, levels: 5 });
  const channel = track(n, 'chan', `n${n}s0-n${1 - n}s0`, `Node ${n} System 0 to Node ${1 - n} System 0`, { items: 80, levels: 1 });
  const fill = track(n, 'chan', `f n${n}s0`, `Fill Node ${n} System 0`, { items: 12, levels: 1 });
  const kinds = [
    group(n, 'gpu-dev', 'gpu dev', `Node ${n} GPU Device`, devices.map((one) => one.id)),
    group(n, 'gpu-host', 'gpu host', `Node ${n} GPU Host`, hosts.map((one) => one.id)),
    group(n, 'cpu', 'cpu', `Node ${n} CPU`, cpus.map((one) => one.id)),
    group(n, 'utility', 'utility', `Node ${n} Utility`, [utility.id]),
    group(n, 'external', 'external', `Node ${n} External`, [main.id]),
    group(n, 'system', 'system', `Node ${n} System`, [system.id], { capacityBytes: 4 * 2 ** 30 }),
    group(n, 'framebuffer', 'framebuffer', `Node ${n} Framebuffer`, [frame.id], { capacityBytes: 16 * 2 ** 30 }),
    group(n, 'chan', 'chan', `Node ${n} Channels`, [channel.id, fill.id]),
  ];
  return group(n, null, `n${n}`, `Node ${n}`, kinds.map((one) => one.id));
}

const nodes = [node(0), node(1)];
const kindNames: readonly (readonly [TrackKind, string])[] = [
  ['gpu-dev', 'gpu dev'], ['cpu', 'cpu'], ['utility', 'utility'], ['framebuffer', 'framebuffer'], ['chan', 'chan'],
];
const allKinds = kindNames.map(([kind, name]) => group(null, kind, name, `All Nodes ${name}`, tracks.filter((one) => one.kind === kind).map((one) => one.id), {
  capacityBytes: kind === 'framebuffer' ? 32 * 2 ** 30 : null,
}));
const all = group(null, null, 'all', 'All Nodes', allKinds.map((one) => one.id));

const alerts: readonly Alert[] = [
  {
    rule: 'clock-skew', severity: 'warning', count: 193, file: null, offset: null, affects: ['message latency', 'order across nodes'],
    message: 'Node 1 is 64.127 us behind node 0: 193 messages arrive before they were sent. Order across nodes is uncertain by that much.',
    item: { track: 'n1/utility/u0', startNs: 812_345_678 },
  },
  {
    rule: 'file-cut', severity: 'error', count: 1, file: 'runs/2026-11-22-cg-1/legate_1.prof', offset: 205_774, affects: ['items near the end of node 1'],
    message: 'legate_1.prof ends in the middle of a record at byte 205 774. 4 096 records were read; items open at the end are drawn up to the last known time with a torn edge.',
  },
  {
    rule: 'unknown-record', severity: 'note', count: 812, file: 'runs/2026-11-22-cg-1/legate_0.prof', offset: 1_244_102, affects: [],
    message: 'Three kinds of records are unknown to this version; they were skipped.',
  },
];

export const SUMMARY: RunSummary = {
  run: RUN,
  revision: 1,
  phase: 'ready',
  info: {
    contentId: RUN, title: 'CG, 4 GPUs', logVersions: [1008], runtime: 'legion-25.06.0', ranksDeclared: 2, ranksLoaded: [0, 1], startedAt: '2026-11-22T14:02:11Z',
    machine: { nodes: 2, processors: { GPU: 4, CPU: 4, Utility: 2 }, memories: { System: 2, Framebuffer: 2 } }, flags: [],
    interval: { startNs: 0, stopNs: 1_607_181_354 }, counts: { task: 1429, meta_task: 12_204 },
  },
  tracks,
  groups,
  roots: [all.id, ...nodes.map((one) => one.id)],
  alerts,
  extent: { startNs: 0, stopNs: 1_615_217_260 },
  nameCount: 0,
  slowBuild: null, isSample: false,
  files: [
    { path: 'runs/2026-11-22-cg-1/legate_0.prof', rank: 0, container: 'gzip', bytes: 412_331, rawBytes: 2_210_400, records: 31_204, duplicates: 0, status: 'whole' },
    { path: 'runs/2026-11-22-cg-1/legate_1.prof', rank: 1, container: 'raw', bytes: 205_774, rawBytes: 205_774, records: 4_096, duplicates: 12, status: 'cut' },
  ],
};

const wave = (shift: number): number[] => Array.from({ length: 96 }, (_, i) => Math.round(128 + 127 * Math.sin((i + shift) / 5)));

export const SESSION: SessionState = {
  program: '1.0.0',
  protocol: 1,
  runs: [],
  comparing: null,
  jobs: [],
  recent: [
    { contentId: 'a1', title: 'CG, 4 GPUs', paths: ['/home/u/runs/cg/legate_0.prof'], nodes: 2, durationNs: 1_607_181_354, openedAt: '2026-11-24T05:02:00Z', state: 'index ready', strip: wave(0) },
    { contentId: 'a2', title: 'churn', paths: ['/home/u/runs/churn/legate_0.prof'], nodes: 2, durationNs: 8_475_000_000, openedAt: '2026-11-20T09:30:00Z', state: 'logs changed', strip: wave(9) },
    { contentId: 'a3', title: 'Stencil with a name that is much too long for the row in which it has to stand, 16 nodes', paths: ['/scratch/big/legate_0.prof'], nodes: 16, durationNs: 61_240_000_000, openedAt: '2026-03-12T09:30:00Z', state: 'moved', strip: wave(20) },
    { contentId: 'a4', title: 'circuit', paths: ['/home/u/runs/circuit'], nodes: 2, durationNs: 912_000_000, openedAt: '2025-11-20T09:30:00Z', state: 'logs only', strip: wave(30) },
  ],
  failures: [],
  settings: {},
  canOpenSample: true,
  isReadOnly: false,
};
