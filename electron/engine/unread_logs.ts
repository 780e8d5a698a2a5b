/** Which logs of a run gave nothing, and why, for whoever opened them. Pure. */
import type { Failure } from './expand_paths.ts';
import type { Run } from './run.ts';

export function unreadLogs(run: Run): Failure[] {
  const unopened = run.alerts.filter(({ rule, file }) => rule === 'file-unreadable' && run.files.every(({ path }) => path !== file));
  return [
    ...unopened.map(({ file, message }) => ({ path: file ?? '', kind: 'system', message })),
    ...run.files.flatMap(({ path, status }) => {
      const alert = run.alerts.find(({ file }) => file === path);
      return alert === undefined ? [] : [{ path, kind: kindOf(status), message: alert.message }];
    }),
  ];
}

function kindOf(status: string): string {
  if (status === 'empty') return 'log-empty';
  return status === 'no timed records' ? 'log-without-times' : 'unknown-format';
}
