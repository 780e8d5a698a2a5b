/** A console of SQL over the run's index: what can be asked at the left, the question above, the answer below; rows lead to the timeline. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SqlResult } from '../../../electron/protocol/table_api.ts';
import { Button } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid } from '../base/grid_model.ts';
import { MenuButton } from '../base/menu.tsx';
import { countOf } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { useEditor } from '../editor/use_editor.ts';
import { resultColumns } from './result_columns.tsx';
import { SaveQuery } from './save_query.tsx';
import { SchemaList } from './schema_list.tsx';
import { addToHistory, placeOfMistake, readHistory, readSaved, SAMPLES, type NamedQuery } from './sql_texts.ts';
import { useQuery } from './use_query.ts';

/** In a menu; the whole text is in its hint. */
const MENU_CHARACTERS = 90;

export function SqlPanel() {
  const app = useApp();
  const run = useRun();
  const [history, setHistory] = useState(() => readHistory(app));
  const [saved, setSaved] = useState(() => readSaved(app));
  const schema = useAnswer('sql.schema', { run: run.id });
  const latest = useRef<() => void>(() => {});
  const { holder, editor, failure } = useEditor(async () => {
    const { createSqlEditor } = await import('../editor/sql_editor.ts');
    return (parent) => {
      const text = app.settings.get('sql.text');
      const made = createSqlEditor(parent, {
        text: typeof text === 'string' ? text : SAMPLES[0].sql, onRun: () => latest.current(), onChange: (now) => app.settings.set('sql.text', now),
      });
      if (schema.value) made.setSchema(schema.value);
      return made;
    };
  }, [schema.isEarly]);
  const query = useQuery((error) => editor.current?.mark(error === undefined ? undefined : placeOfMistake(error)));
  const ask = (): void => {
    const sql = editor.current?.text() ?? '';
    if (sql.trim() === '') return;
    const next = addToHistory(readHistory(app), sql);
    app.settings.set('sql.history', next);
    setHistory(next);
    editor.current?.mark(undefined);
    query.ask(sql);
  };
  // The editor lives as long as the panel and asks with what is current then.
  latest.current = ask;
  useEffect(() => {
    if (schema.value) editor.current?.setSchema(schema.value);
  }, [schema.value]);
  const put = (sql: string): void => {
    editor.current?.setText(sql);
    editor.current?.focus();
  };
  const keep = (next: readonly NamedQuery[]): void => {
    app.settings.set('sql.saved', next);
    setSaved(next);
  };

  if (schema.isEarly) return <p class="panel-state" role="status" data-testid="sql">SQL comes when the index of the run is complete. The timeline can be used meanwhile.</p>;
  return (
    <div class="sql-panel" data-testid="sql">
      <SchemaList tables={schema.value ?? []} error={schema.error} onInsert={(word) => editor.current?.insert(word)} />
      <section class="split-side" aria-label="Question and answer">
        <div class="totals-bar">
          {query.isRunning ? <Button icon="close" onClick={query.stop}>Stop</Button> : <Button icon="play" tone="main" onClick={ask} data-hint="Ask  ·  Ctrl+Enter, in the editor">Ask</Button>}
          <MenuButton icon="layers" label="Samples" items={SAMPLES.map(({ name, sql }) => ({ label: name, run: () => put(sql) }))}>Samples</MenuButton>
          {history.length > 0 && <MenuButton icon="history" label="History" items={history.map((sql) => ({ label: short(sql), run: () => put(sql) }))}>History</MenuButton>}
          {saved.length > 0 && <MenuButton label="Saved" items={saved.map(({ name, sql }) => ({ label: name, run: () => put(sql) }))}>Saved</MenuButton>}
          <SaveQuery saved={saved} text={() => editor.current?.text() ?? ''} onSaved={keep} />
          <span class="muted">The index is only read; a question may take 30 s.</span>
        </div>
        {failure !== undefined && <p class="panel-state" role="alert">The editor could not be shown: {failure}</p>}
        <div class="sql-editor" ref={holder} />
        {query.error !== undefined && <p class="sql-error" role="alert"><Sentence text={query.error} /></p>}
        {query.result && <Result result={query.result} isRunning={query.isRunning} />}
      </section>
    </div>
  );
}

function Result({ result, isRunning }: { readonly result: SqlResult; readonly isRunning: boolean }) {
  const run = useRun();
  const columns = useMemo(() => resultColumns(run, result), [run, result]);
  const grid = useGrid(columns, result.rows);
  return (
    <>
      <div class="totals-bar">
        <span class="muted" role="status">
          {isRunning ? 'Asking…' : result.rows.length === 0 ? 'No rows' : `${result.hasMore ? 'The first ' : ''}${countOf(result.rows.length, 'row')}`} · <span data-testid="sql-time">{result.ms} ms</span>
          {result.hasMore && ' · legion_prof query gives all'}
        </span>
        <GridMenu grid={grid} name="query" />
      </div>
      <DataGrid grid={grid} label="Answer" name="sql-result" keyOf={(_, index) => index} />
    </>
  );
}

function short(sql: string): string {
  const line = sql.replace(/\s+/g, ' ');
  return line.length > MENU_CHARACTERS ? `${line.slice(0, MENU_CHARACTERS)}…` : line;
}
