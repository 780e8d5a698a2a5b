/** Copies of a table and files of it: all rows in the order on screen, raw values. */
import type { App } from '../../state/app.ts';
import { useApp } from './context.ts';
import { copyText } from './copy.ts';
import type { Grid } from './grid_model.ts';
import { gridText, SUFFIX, type TextFormat } from './grid_text.ts';
import { MenuButton } from './menu.tsx';
import { saveFile } from './save.ts';

const COPIED: readonly TextFormat[] = ['CSV', 'TSV', 'JSON', 'Markdown'];
const SAVED: readonly TextFormat[] = ['CSV', 'JSON', 'Markdown'];

/** `name` is the file's, without its ending: "totals". */
export function GridMenu<Row>({ grid, name }: { readonly grid: Grid<Row>; readonly name: string }) {
  const app = useApp();
  return (
    <MenuButton
      icon="copy" label={`Copy or save: ${name}`} items={[
        ...COPIED.map((format) => ({ label: `Copy as ${format}`, run: () => void copyText(app, gridText(grid.columns, grid.rows, format), `the table as ${format}`) })),
        ...SAVED.map((format) => ({ label: `Save as ${format}`, run: () => save(app, grid, name, format) })),
      ]}
    />
  );
}

function save<Row>(app: App, grid: Grid<Row>, name: string, format: TextFormat): void {
  const title = app.run.peek()?.summary.peek().info.title;
  saveFile(`${title === undefined ? '' : `${title} `}${name}.${SUFFIX[format]}`, new Blob([gridText(grid.columns, grid.rows, format)], { type: 'text/plain;charset=utf-8' }));
}
