/** Answers of the made-up engine for the panels of tables: a row or more of every look. */
import type { EngineMethods } from '../../../electron/protocol/engine_api.ts';
import type { InstanceRow, LineCost } from '../../../electron/protocol/table_api.ts';
import { trackId } from './fixture_items.ts';
import { SUMMARY } from './fixture_run.ts';

type Answers = { [M in keyof EngineMethods]?: (params: EngineMethods[M]['params']) => EngineMethods[M]['result'] };

const cost = (file: string | null, line: number | null, text: string | null, runningNs: number): LineCost => ({
  file, line, text, isLibrary: file?.includes('site-packages') === true, operations: 12, items: 40, runningNs, gpuNs: runningNs / 2, movedBytes: 4096 * (line ?? 0), heldBytes: 1 << 20, overheadNs: runningNs / 9,
});

const LINES: readonly LineCost[] = [
  ...Array.from({ length: 17 }, (_, i) => cost('/home/user1/apps/cg.py', 12 + i, null, 1e9 / (i + 1))),
  cost('/opt/lib/python3.12/site-packages/cupynumeric/random.py', 7, null, 1e5), cost(null, null, 'Check Launcher', 1e6), cost(null, null, null, 1e7),
];

const SOURCE = Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? `def step_${i}(a, b):  # <b>not markup</b>` : `    x = a.dot(b) + ${i} * "text"`)).join('\n');

const instance = (ordinal: number): InstanceRow => ({
  track: trackId(ordinal % 2 === 0 ? 'n0/system/s0' : 'n1/system/s0'), ordinal, title: `0x40000000000000${ordinal.toString(16).padStart(2, '0')}`, bytes: 2_000_000 * (40 - ordinal), startNs: 1e6 * ordinal, stopNs: 1e9,
  createNs: ordinal % 5 === 0 ? null : 1e6 * ordinal - 40_000, creator: 'daxpy', file: 'cg.py', line: 27, layout: '[Column-Major]',
});

export const TABLE_ANSWERS: Answers = {
  'lines.costs': () => ({ lines: LINES, count: LINES.length, runningNs: 4e9, gpuNs: 2e9 }),
  'lines.source': ({ file }) => (file.includes('site-packages') ? { path: null, text: '' } : { path: file, text: SOURCE }),
  'memory.use': () => ['n0/system/s0', 'n0/framebuffer/f6', 'n1/system/s0'].map((slug, i) => ({ track: trackId(slug), instances: 80 * (i + 1), allocatedBytes: 9e9, peakBytes: 3e9 / (i + 1), peakNs: 8e8 })),
  'memory.curve': ({ startNs, stopNs, parts }) => ({ startNs, stopNs, most: Array.from({ length: parts }, (_, i) => 3e9 * Math.abs(Math.sin(i / 40))), least: Array.from({ length: parts }, () => 0) }),
  'memory.instances': () => ({ count: 40, rows: Array.from({ length: 40 }, (_, i) => instance(i)) }),
  'memory.waits': () => ({ count: 20, rows: Array.from({ length: 20 }, (_, i) => instance(i)) }),
  'channels.use': ({ groups }) => [...new Set(groups.map(([, group]) => group))].map((group) => ({ group, count: 80 - group, bytes: 1e9 / (group + 1), totalNs: 1e8, meanRate: 7.1e9 / (group + 1), p95Rate: group === 1 ? null : 9e9 })),
  'channels.copies': ({ tracks }) => ({
    count: 30, rows: Array.from({ length: 30 }, (_, i) => ({ track: tracks?.[0] ?? SUMMARY.tracks.find(({ kind }) => kind === 'chan')!.id, ordinal: i, type: 'copy', bytes: 98_304, startNs: 1e6 * i, stopNs: 1e6 * i + 13_000, operation: 'MatVecMulTask', file: 'cg.py', line: 27 })),
  }),
  'items.list': ({ name }) => ({ count: 6000, rows: Array.from({ length: 50 }, (_, i) => ({ track: trackId('n0/cpu/c1'), ordinal: i, title: `task_${name} <${i}>`, startNs: 1e6 * i, stopNs: 1e6 * i + 30_307, runningNs: 20_000, waitingNs: 10_000, readyNs: 307 })) }),
  'items.groups': ({ by }) => ['n0', 'n1', '(no line recorded)'].map((key, i) => ({ key: `${by} ${key}`, count: 40 + i, totalNs: 1e9, runningNs: 8e8, waitingNs: null, readyNs: 0, meanNs: 1e6, minNs: 10, p50Ns: 1e5, p95Ns: 1e6, maxNs: 2e6 })),
  'sql.schema': () => [
    { name: 'task_view', about: '`task` with title, track and node.', isView: true, columns: [{ name: 'item_id', type: 'INTEGER', about: 'Item.' }, { name: 'title', type: 'TEXT', about: '' }, { name: 'duration_ns', type: 'INTEGER', about: 'Length of its life, ns.' }] },
    { name: 'name', about: 'Names of items.', isView: false, columns: [{ name: 'name_id', type: 'INTEGER', about: 'Id.' }, { name: 'text', type: 'TEXT', about: 'Text.' }] },
  ],
  'sql.run': ({ sql }) => {
    if (sql.includes('nosuch')) throw new Error('There is no table or view nosuch (line 1, column 15). Did you mean name?');
    return {
      columns: [{ name: 'item_id', type: 'INTEGER' }, { name: 'title', type: 'TEXT' }, { name: 'start_ns', type: 'INTEGER' }, { name: 'fevent', type: 'INTEGER' }], hasMore: false, ms: 12,
      rows: Array.from({ length: 300 }, (_, i) => [i * 37 + 2 ** 27 * trackId('n0/cpu/c1'), `daxpy <${i}>`, 238_765_653 + i, i === 0 ? null : '-9223371899415822327']),
    };
  },
};
