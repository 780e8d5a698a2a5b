/** What the search box offers while one writes: fields, values with their counts, and without a text what was searched before. */
import { useEffect, useState } from 'preact/hooks';
import { isCancelled } from '../../base/cancel.ts';
import { afterRest } from '../../base/rest.ts';
import { completed, completingAt, fieldChoices, valueText, type Completing } from '../../state/query_completion.ts';
import { useApp, useRun } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';
import type { Choice } from './search_results.tsx';

const REST_MS = 120;
const SHOWN = 8;

interface Values {
  readonly key: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** `write`: puts a text into the box, with the caret at a place. */
export function useChoices(text: string, caret: number, isOpen: boolean, write: (text: string, caret: number) => void): readonly Choice[] {
  const app = useApp();
  const run = useRun();
  const [values, setValues] = useState<Values>({ key: '', values: [] });
  const at = isOpen ? completingAt(text, caret) : undefined;
  const key = at?.field === undefined ? '' : `${at.field}:${at.written}`;
  useEffect(() => {
    if (at?.field === undefined) return undefined;
    const { field, written } = at;
    const abort = new AbortController();
    const takeBack = afterRest(REST_MS, () => {
      app.client.call('search.values', { run: run.id, field, text: written }, abort.signal).then(
        (found) => setValues({ key, values: found }),
        // Without values one writes on.
        (error: unknown) => { if (!isCancelled(error)) setValues({ key, values: [] }); },
      );
    });
    return () => {
      takeBack();
      abort.abort();
    };
  }, [key, run]);
  if (!isOpen) return [];
  if (text.trim() === '') return run.search.recent.value.map((recent) => ({ label: recent, hint: '', apply: () => write(recent, recent.length) }));
  if (at === undefined) return [];
  const put = (inserted: string): void => {
    const next = completed(text, at satisfies Completing, inserted);
    write(next.text, next.caret);
  };
  if (at.field === undefined) return fieldChoices(at.written).slice(0, SHOWN).map(({ label, hint, text: inserted }) => ({ label: `${label}:`, hint, apply: () => put(inserted) }));
  if (values.key !== key) return [];
  return values.values.filter(({ value }) => value !== at.written).slice(0, SHOWN).map(({ value, count }) => ({ label: value, hint: countOf(count, 'item'), apply: () => put(valueText(value)) }));
}
