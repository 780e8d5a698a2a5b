/** The waits of an item: when, how long blocked, how long ready, on what; backtraces fold out. */
import { useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemDetails, WaitRow } from '../../../electron/protocol/item_api.ts';
import { IconButton } from '../base/button.tsx';
import { groupDigits } from '../base/numbers.ts';
import { Part } from './field_list.tsx';

export function WaitsTable({ details }: { details: ItemDetails }) {
  const { waits, waitCount } = details;
  return (
    <section class="waits" aria-label="Waits">
      <h3>Waits <span class="count">{groupDigits(waitCount)}</span></h3>
      <div class="table-scroll" role="group" aria-label="Waits" tabIndex={0}>
        <table class="data">
          <thead>
            <tr><th scope="col">Start</th><th scope="col">Waiting</th><th scope="col">Ready</th><th scope="col">Resumed</th><th scope="col">Event or callee</th><th scope="col">Backtrace</th></tr>
          </thead>
          <tbody>{waits.map((wait) => <WaitLine key={wait.startNs} wait={wait} />)}</tbody>
        </table>
      </div>
      {waits.length < waitCount && <p class="muted">The first {groupDigits(waits.length)} are listed.</p>}
    </section>
  );
}

/** Lines of a backtrace without the one that says how many there are. Exported for its test. */
export function framesOf(backtrace: string | null): readonly string[] {
  return (backtrace ?? '').split('\n').filter((line) => line.trim() !== '' && !/^stack trace: \d+ frames/.test(line.trim()));
}

function WaitLine({ wait }: { wait: WaitRow }) {
  const [isOpen, setOpen] = useState(false);
  const frames = framesOf(wait.backtrace);
  return (
    <>
      <tr>
        <td class="number">{formatTime(wait.startNs)}</td>
        <td class="number">{formatTime(wait.readyNs - wait.startNs)}</td>
        <td class="number">{formatTime(wait.endNs - wait.readyNs)}</td>
        <td class="number">{formatTime(wait.endNs)}</td>
        <td>{wait.callee ? <Part part={wait.callee} /> : <span class="mono">{wait.event ?? 'not recorded'}</span>}</td>
        <td>
          {frames.length === 0 ? <span class="muted">not recorded</span> : (
            <span class="frames-head">
              <IconButton icon={isOpen ? 'chevronDown' : 'chevronRight'} class="small" label={isOpen ? 'Fold the backtrace' : 'Show the backtrace'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} />
              <span class="mono cut">{frames.length} frames · {frames[0].trim()}</span>
            </span>
          )}
        </td>
      </tr>
      {isOpen && <tr><td colSpan={6}><ol class="frames mono">{frames.map((frame, i) => <li key={i}>{frame.trim()}</li>)}</ol></td></tr>}
    </>
  );
}
