/** An editor of SQL: completion of tables, columns and words, Ctrl+Enter asks, a mistake is underlined where it is. Loaded when it is first needed. */
import { acceptCompletion, autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql, SQLite } from '@codemirror/lang-sql';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap, placeholder, type DecorationSet } from '@codemirror/view';
import type { SqlTable } from '../../../electron/protocol/table_api.ts';
import { codeColors, editorBasics } from './editor_basics.ts';

export interface SqlEditor extends Disposable {
  /** What is to be asked: the selected text, else all of it. */
  text(): string;
  setText(text: string): void;
  /** Puts a word where the cursor is. */
  insert(word: string): void;
  setSchema(tables: readonly SqlTable[]): void;
  /** Underlines the word at a place, both counted from 1; undefined takes it away. */
  mark(place: { readonly line: number; readonly column: number } | undefined): void;
  focus(): void;
}

export function createSqlEditor(parent: HTMLElement, options: { readonly text: string; readonly onRun: () => void; readonly onChange: (text: string) => void }): SqlEditor {
  const schema = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        editorBasics('SQL'), typing, history(), bracketMatching(), syntaxHighlighting(codeColors), mistake, EditorView.lineWrapping,
        placeholder('SELECT name, count(*) FROM task_view GROUP BY 1'),
        schema.of(language([])), autocompletion({ icons: false }),
        // Before the editor's own, which would begin a new line.
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (options.onRun(), true) }])),
        // Tab leaves the editor, unless a completion is open.
        keymap.of([{ key: 'Tab', run: acceptCompletion }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => {
      const { from, to } = view.state.selection.main;
      return from === to ? view.state.doc.toString() : view.state.sliceDoc(from, to);
    },
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length }, effects: setMistake.of(undefined) }),
    insert: (word) => {
      view.dispatch(view.state.replaceSelection(word));
      view.focus();
    },
    setSchema: (tables) => view.dispatch({ effects: schema.reconfigure(language(tables)) }),
    mark: (place) => view.dispatch({ effects: setMistake.of(place && placeIn(view.state, place)) }),
    focus: () => view.focus(),
    [Symbol.dispose]: () => view.destroy(),
  };
}

/**
 * Typed text is put in by us: where the browser does it in place of coloured text, it keeps the colours as an inline style, which the
 * page's policy refuses.
 */
const typing = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    if (event.inputType !== 'insertText' || event.data === null || event.isComposing) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

function language(tables: readonly SqlTable[]): Extension {
  const schema = Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map((column) => ({ label: column.name, detail: column.type.toLowerCase(), info: column.about || undefined, type: 'property' }))]));
  return sql({ dialect: SQLite, upperCaseKeywords: true, schema });
}

const setMistake = StateEffect.define<{ readonly from: number; readonly to: number } | undefined>();

const mistake = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => transaction.effects.reduce((now, effect) => {
    if (!effect.is(setMistake)) return now;
    return effect.value === undefined ? Decoration.none : Decoration.set(Decoration.mark({ class: 'sql-mistake' }).range(effect.value.from, effect.value.to));
  }, marks.map(transaction.changes)),
  provide: (field) => EditorView.decorations.from(field),
});

/** The word there, or the one sign; at the end of the text the last one. */
function placeIn(state: EditorState, { line, column }: { readonly line: number; readonly column: number }): { from: number; to: number } | undefined {
  if (state.doc.length === 0) return undefined;
  const { from, length } = state.doc.line(Math.max(1, Math.min(state.doc.lines, line)));
  const at = Math.min(state.doc.length - 1, from + Math.min(length, Math.max(0, column - 1)));
  const word = state.wordAt(at);
  return word && !word.empty ? { from: word.from, to: word.to } : { from: at, to: at + 1 };
}
