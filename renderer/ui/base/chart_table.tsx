/** What a chart shows as a table, for those who do not see it or want its numbers; made only while it is open. */
import { useState } from 'preact/hooks';

export function ChartTable({ caption, heads, rows }: { readonly caption: string; readonly heads: readonly string[]; readonly rows: () => readonly (readonly string[])[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="chart-table" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show as table</summary>
      {isOpen && (
        <div class="chart-table-body" tabIndex={0} role="group" aria-label={caption}>
          <table class="data">
            <caption class="visually-hidden">{caption}</caption>
            <thead><tr>{heads.map((head) => <th scope="col" key={head}>{head}</th>)}</tr></thead>
            <tbody>{rows().map((cells) => <tr key={cells[0]}>{cells.map((cell, i) => (i === 0 ? <th scope="row" key={heads[i]}>{cell}</th> : <td class="number" key={heads[i]}>{cell}</td>))}</tr>)}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}
