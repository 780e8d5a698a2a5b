/** The states that every panel of tables has: loading, not yet, failed, empty, and its contents. */
import type { ComponentChildren } from 'preact';
import { Sentence } from './sentence.tsx';
import { Skeleton } from './skeleton.tsx';
import type { Answer } from './use_answer.ts';

export function PanelFrame<T>({ answer, name, label, isEmpty, empty, children }: {
  readonly answer: Answer<T>;
  /** Its `data-testid`. */
  readonly name: string;
  readonly label: string;
  readonly isEmpty: (value: T) => boolean;
  /** Why there is nothing, and what would help. */
  readonly empty: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}) {
  const { value, error, isBusy, isEarly } = answer;
  return (
    <div class="table-panel" data-testid={name} aria-busy={isBusy}>
      {error !== undefined && <p class="panel-state" role="alert">{label} could not be read: <Sentence text={error} /></p>}
      {isEarly && <p class="panel-state" role="status">{label} comes when the index of the run is complete. The timeline can be used meanwhile.</p>}
      {value === undefined && error === undefined && !isEarly && <Skeleton rows={6} label={label} />}
      {value !== undefined && (isEmpty(value) ? <div class="panel-state">{empty}</div> : children(value))}
    </div>
  );
}
