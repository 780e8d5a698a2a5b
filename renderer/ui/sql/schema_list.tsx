/** What can be asked: views and tables, each with what it holds; a name goes into the question. */
import { useState } from 'preact/hooks';
import type { SqlTable } from '../../../electron/protocol/table_api.ts';
import { Icon } from '../base/icon.tsx';
import { Sentence } from '../base/sentence.tsx';
import { Skeleton } from '../base/skeleton.tsx';

export function SchemaList({ tables, error, onInsert }: { readonly tables: readonly SqlTable[]; readonly error: string | undefined; readonly onInsert: (word: string) => void }) {
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<string | undefined>(undefined);
  const needle = filter.trim().toLowerCase();
  const found = tables.filter(({ name, columns }) => needle === '' || name.includes(needle) || columns.some((column) => column.name.includes(needle)));
  return (
    <section class="schema" aria-label="Tables and views" data-testid="schema">
      <input type="text" class="filter" aria-label="Filter tables and columns" placeholder="Filter tables" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      {error !== undefined && <p class="panel-state" role="alert"><Sentence text={error} /></p>}
      {tables.length === 0 && error === undefined && <Skeleton rows={8} label="Tables" />}
      <ul>
        {found.map(({ name, about, columns, isView }) => (
          <li key={name}>
            <button type="button" class="schema-table" aria-expanded={open === name} data-hint={`${isView ? 'View' : 'Table'}: ${about}`} onClick={() => setOpen(open === name ? undefined : name)}>
              <Icon name={open === name ? 'chevronDown' : 'chevronRight'} />{name}
            </button>
            {open === name && (
              <ul class="schema-columns">
                <li><button type="button" class="text-button" onClick={() => onInsert(name)}>Insert {name}</button><p class="muted">{about}</p></li>
                {columns.map((column) => (
                  <li key={column.name}><button type="button" class="text-button mono" data-hint={column.about || undefined} onClick={() => onInsert(column.name)}>{column.name}</button> <span class="muted">{column.type.toLowerCase()}</span></li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
