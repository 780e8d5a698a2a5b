/** What was set up differently, and what only one of the runs has. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { Skeleton } from '../base/skeleton.tsx';
import { countOf, percentText } from '../base/numbers.ts';
import { signedTime } from './delta_text.ts';
import { useComparing } from './use_comparing.ts';

export function ConfigurationPanel() {
  const { result } = useComparing();
  const compared = result.value;
  if (compared === null) return <Skeleton rows={4} label="Configuration" />;
  const { configuration, match } = compared.document;
  return (
    <div class="totals-panel facts-panel" data-testid="configuration">
      {configuration.length === 0
        ? <p class="panel-state">Nothing: the same nodes, processors, memories, flags, log version and Legion.</p>
        : (
          <table class="data">
            <thead><tr><th scope="col">What</th><th scope="col">A</th><th scope="col">B</th></tr></thead>
            <tbody>{configuration.map(({ what, a, b }) => <tr key={what}><th scope="row">{what}</th><td>{a}</td><td>{b}</td></tr>)}</tbody>
          </table>
        )}
      {match.lineMap.some(({ a, b }) => a !== b) && (
        <section aria-label="Lines that moved">
          <h3>Lines that moved</h3>
          <ul class="plain-list">{match.lineMap.filter(({ a, b }) => a !== b).map(({ a, b, votes }) => <li key={b}><code>{a}</code> → <code>{b}</code> <span class="muted">{countOf(votes, 'launch', 'launches')} agree</span></li>)}</ul>
        </section>
      )}
    </div>
  );
}

export function UnmatchedPanel() {
  const comparing = useComparing();
  const { result, runs, pairs } = comparing;
  const compared = result.value;
  if (compared === null) return <Skeleton rows={4} label="Unmatched" />;
  const { ledger, match } = compared.document;
  const lines = ledger.lines.filter((line) => line.match === 'none');
  const alone = runs.map((run, side) => run.summary.value.tracks.filter(({ id }) => !(side === 0 ? pairs.value.ofA : pairs.value.ofB).has(id)));
  return (
    <div class="totals-panel facts-panel" data-testid="unmatched">
      <p>
        {percentText(match.taskTimeShare)} of the task time is of tasks that both runs have. Lines that only one has: {signedTime(ledger.unmatched.onlyANs)} only in A, {signedTime(ledger.unmatched.onlyBNs)} only in B.
      </p>
      {lines.length > 0 && (
        <table class="data">
          <thead><tr><th scope="col">Only in</th><th scope="col">Stage</th><th scope="col">Name</th><th scope="col">Line</th><th scope="col" class="right">Exposed</th></tr></thead>
          <tbody>{lines.slice(0, 200).map((line) => (
            <tr key={`${line.phase} ${line.key}`}>
              <td>{line.bNs > 0 || line.count[1] > 0 ? 'B' : 'A'}</td><td>{line.stage}</td>
              <td><button type="button" class="text-button" onClick={() => void comparing.jumpToLine(line)}>{line.name}</button></td><td>{line.line}</td><td class="number right">{formatTime(Math.max(line.aNs, line.bNs))}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
      {alone.map((tracks, side) => tracks.length > 0 && (
        <section key={side} aria-label={`Tracks only in run ${side === 0 ? 'A' : 'B'}`} data-testid={`tracks-only-${side === 0 ? 'a' : 'b'}`}>
          <h3>{countOf(tracks.length, 'track')} only in run {side === 0 ? 'A' : 'B'}</h3>
          <ul class="plain-list">{tracks.slice(0, 200).map(({ slug, longName, items }) => <li key={slug}><code>{slug}</code> {longName} <span class="muted">{countOf(items, 'item')}</span></li>)}</ul>
        </section>
      ))}
    </div>
  );
}
