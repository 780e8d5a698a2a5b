/** Source that is read, not written: CodeMirror with a stripe per line that cost something. Loaded when it is first needed. */
import { python } from '@codemirror/lang-python';
import { syntaxHighlighting } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, RangeSetBuilder, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, keymap, lineNumbers, type DecorationSet } from '@codemirror/view';
import { codeColors, editorBasics } from './editor_basics.ts';

/** Shades of the stripes. */
const HEATS = 9;

export interface SourceEditor extends Disposable {
  /** Brings a line to the middle and marks it; counted from 1. */
  showLine(line: number): void;
}

export function createSourceEditor(parent: HTMLElement, options: {
  readonly name: string;
  readonly text: string;
  /** Share of the run by line, 0..1. */
  readonly shares: ReadonlyMap<number, number>;
  readonly textOf: (share: number) => string;
}): SourceEditor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        editorBasics(`Source of ${options.name}`), EditorState.readOnly.of(true), lineNumbers(), heat(options.shares, options.textOf), shownLine,
        ...(/\.pyx?$|\.pyi$/.test(options.name) ? [python(), syntaxHighlighting(codeColors)] : []), search({ top: true }), keymap.of(searchKeymap),
      ],
    }),
  });
  return {
    showLine: (line) => {
      const { from } = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, line)));
      view.dispatch({ selection: { anchor: from }, effects: [setShown.of(from), EditorView.scrollIntoView(from, { y: 'center' })] });
    },
    [Symbol.dispose]: () => view.destroy(),
  };
}

const setShown = StateEffect.define<number>();

const shownLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => transaction.effects.reduce((now, effect) => (effect.is(setShown) ? Decoration.set(Decoration.line({ class: 'shown-line' }).range(effect.value)) : now), marks),
  provide: (field) => EditorView.decorations.from(field),
});

class Cost extends GutterMarker {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override toDOM(): Text {
    return document.createTextNode(this.#text);
  }
}

/** Stripes by the logarithm: of lines that cost a thousandth of another the eye should still see that they cost. */
function heat(shares: ReadonlyMap<number, number>, textOf: (share: number) => string): Extension {
  const most = Math.max(...shares.values(), 0);
  const heatOf = (share: number): number => Math.max(1, Math.min(HEATS, Math.round(HEATS + 2 * Math.log10(share / most))));
  const stripes = (state: EditorState): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const [line, share] of [...shares].sort(([a], [b]) => a - b)) {
      if (share > 0 && line >= 1 && line <= state.doc.lines) builder.add(state.doc.line(line).from, state.doc.line(line).from, Decoration.line({ class: `heat-${heatOf(share)}` }));
    }
    return builder.finish();
  };
  return [
    EditorView.decorations.compute(['doc'], stripes),
    gutter({
      class: 'cost-gutter',
      lineMarker: (view, block) => {
        const share = shares.get(view.state.doc.lineAt(block.from).number);
        return share === undefined ? null : new Cost(textOf(share));
      },
      initialSpacer: () => new Cost('< 0.1 %'),
    }),
  ];
}
