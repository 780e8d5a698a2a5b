// What a generated run looks like. Numbers are per step and rank; a step is one iteration of the made-up program.

const BALANCED = {
  /** Processors of each kind, beside one utility processor and the main thread. */
  cpus: 4, gpus: 0, omps: 1, pys: 0,
  /** Tasks that one processor runs one after the other in a step. */
  tasksPerProc: 3, kernelsPerGpu: 0,
  metas: 24, callsPerMeta: 1,
  /** Calls side by side in a task, and how deep each of them nests. */
  callsPerTask: 2, depth: 1,
  waitsPerTask: 1,
  /** Ranges side by side on the main thread, how deep they nest, and runtime calls inside the innermost. */
  ranges: 3, rangeDepth: 2, callsPerRange: 3,
  copies: 3, fills: 1, insts: 4, parts: 2, messages: 3,
  /** Mergers, each of the one before, in front of every second task; and phases of a barrier that all arrive in one step. */
  chain: 0, phases: 0,
  periodNs: 1_000_000,
};

export const SHAPES = {
  balanced: BALANCED,
  /** Rank 0 holds two thirds of everything (see `weightOf`). */
  skewed: BALANCED,
  /** Calls twelve deep in every task, ranges eight deep on the main thread. */
  nested: { ...BALANCED, depth: 12, rangeDepth: 8, callsPerTask: 3, periodNs: 2_000_000 },
  /** Many processors of every kind. */
  wide: { ...BALANCED, cpus: 64, omps: 8, pys: 4, gpus: 4, kernelsPerGpu: 1, tasksPerProc: 1, metas: 64, periodNs: 2_000_000 },
  gpu: { ...BALANCED, cpus: 2, omps: 0, pys: 1, gpus: 8, kernelsPerGpu: 6, tasksPerProc: 1, metas: 48 },
  /** Tasks of sixty waits, with a second task inside one of them: two levels a processor. */
  waits: { ...BALANCED, waitsPerTask: 60, tasksPerProc: 2, callsPerTask: 6, periodNs: 4_000_000 },
  /** One task with 40,000 calls side by side, among small ones. */
  siblings: { ...BALANCED, cpus: 2, omps: 0, callsPerTask: 40_000, tasksPerProc: 1, periodNs: 100_000_000 },
  /** What must not take its square: one step of each is enough. */
  'many-siblings': { ...BALANCED, cpus: 2, omps: 0, callsPerTask: 200_000, tasksPerProc: 1, periodNs: 400_000_000 },
  'many-waits': { ...BALANCED, cpus: 2, omps: 0, waitsPerTask: 200_000, tasksPerProc: 1, periodNs: 400_000_000 },
  'long-chain': { ...BALANCED, chain: 1_000_000, periodNs: 100_000_000 },
  'many-phases': { ...BALANCED, phases: 100_000, periodNs: 100_000_000 },
};

/** How many times the tasks, meta tasks and calls of the shape a rank gets. */
export function weightOf(shapeName, rank, ranks) {
  return shapeName === 'skewed' && rank === 0 && ranks > 1 ? 2 * (ranks - 1) : 1;
}

/** The shape of one rank, weight applied. Siblings keep to one task a step: its calls are the point. */
export function shapeOfRank(shapeName, rank, ranks) {
  const shape = SHAPES[shapeName];
  const weight = weightOf(shapeName, rank, ranks);
  const { tasksPerProc, metas, copies, fills, insts, parts, messages, ranges, kernelsPerGpu } = shape;
  return {
    ...shape,
    tasksPerProc: tasksPerProc * weight, kernelsPerGpu: kernelsPerGpu * weight, metas: metas * weight, copies: copies * weight,
    fills: fills * weight, insts: insts * weight, parts: parts * weight, messages: messages * weight, ranges: ranges * weight,
  };
}
