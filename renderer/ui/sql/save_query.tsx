/** Keeps a question under a name, for all runs. A name that is there already is overwritten; an empty question takes it away. */
import { useState } from 'preact/hooks';
import type { NamedQuery } from './sql_texts.ts';

export function SaveQuery({ saved, text, onSaved }: { readonly saved: readonly NamedQuery[]; readonly text: () => string; readonly onSaved: (saved: readonly NamedQuery[]) => void }) {
  const [name, setName] = useState<string | undefined>(undefined);
  if (name === undefined) return <button type="button" class="button quiet" onClick={() => setName('')}>Save…</button>;
  return (
    <form class="save-query" onSubmit={(event) => {
      event.preventDefault();
      const [wanted, sql] = [name.trim(), text().trim()];
      if (wanted === '') return;
      const others = saved.filter((query) => query.name !== wanted);
      onSaved(sql === '' ? others : [...others, { name: wanted, sql }].sort((a, b) => a.name.localeCompare(b.name)));
      setName(undefined);
    }}
    >
      <input type="text" class="filter" aria-label="Name of the query" placeholder="Name of the query" maxLength={80} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <button type="submit" class="button main">{saved.some((query) => query.name === name.trim()) ? 'Overwrite' : 'Save'}</button>
      <button type="button" class="button quiet" onClick={() => setName(undefined)}>Cancel</button>
    </form>
  );
}
