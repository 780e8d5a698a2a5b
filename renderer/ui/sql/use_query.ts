/** One question at a time: running, stopped, answered or wrong. The last answer stays while the next is asked and when that fails. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { itemKey } from '../../../electron/protocol/items.ts';
import type { SqlResult } from '../../../electron/protocol/table_api.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { useApp, useRun } from '../base/context.ts';

export interface QueryState {
  readonly result: SqlResult | undefined;
  readonly error: string | undefined;
  readonly isRunning: boolean;
  ask(sql: string): void;
  stop(): void;
}

export function useQuery(onDone: (error: string | undefined) => void): QueryState {
  const app = useApp();
  const run = useRun();
  const [result, setResult] = useState<SqlResult | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);
  const [isRunning, setRunning] = useState(false);
  const abort = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const bindings = (): { range_start: number; range_stop: number; selected_item: number | null } => {
    const { startNs, stopNs } = run.view.range.peek() ?? run.view.span.peek();
    const selection = run.selection.peek();
    const track = selection?.type === 'item' ? run.track(selection.item.track) : undefined;
    return {
      range_start: Math.floor(startNs), range_stop: Math.ceil(stopNs),
      selected_item: selection?.type === 'item' && track ? itemKey(track.mirrorOf ?? track.id, selection.item.ordinal) : null,
    };
  };
  const ask = async (sql: string): Promise<void> => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    setRunning(true);
    try {
      const answer = await app.client.call('sql.run', { run: run.id, sql, bindings: bindings() }, own.signal);
      if (own.signal.aborted) return;
      setResult(answer);
      setError(undefined);
      onDone(undefined);
    } catch (problem) {
      if (own.signal.aborted && isCancelled(problem)) return;
      setError(messageOf(problem));
      onDone(messageOf(problem));
    } finally {
      if (abort.current === own) setRunning(false);
    }
  };
  return {
    result, error, isRunning, ask: (sql) => void ask(sql),
    stop: () => {
      abort.current?.abort();
      setRunning(false);
    },
  };
}
