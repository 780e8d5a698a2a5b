/**
 * What a run can be doing, furthest downstream first: every instant belongs to the first stage that is active. Execution is what the
 * user pays for; a stage upstream matters only when everything downstream has run dry. Pure.
 */
export const STAGES = ['task', 'copy', 'dispatch', 'mapper', 'analysis', 'message', 'backlog', 'program', 'wait', 'startup', 'shutdown', 'idle'] as const;

export type Stage = (typeof STAGES)[number];

/** Number of a stage: its place in STAGES. */
export function stageNumber(stage: Stage): number {
  return STAGES.indexOf(stage);
}

/** Stages whose number of items is a fact of the program; how many meta tasks the runtime needs differs from run to run. */
export const COUNTED_STAGES: ReadonlySet<Stage> = new Set(['task', 'copy', 'dispatch', 'program', 'wait']);

/** What people read. */
export const STAGE_TITLES: Readonly<Record<Stage, string>> = {
  task: 'compute', copy: 'copy', dispatch: 'scheduling', mapper: 'mapping', analysis: 'analysis', message: 'analysis (messages)', backlog: 'analysis (queued)',
  program: 'program', wait: 'program waits', startup: 'start', shutdown: 'stop', idle: 'not recorded',
};

/** Parts of a run, in order. A run without a loop has `run` instead of the four in the middle. */
export const PHASES = ['startup', 'setup', 'run', 'iterations', 'unmatched iterations', 'after the loop', 'shutdown'] as const;

export type Phase = (typeof PHASES)[number];
