/** What the run ran on, in one chip; everything known of it in the panel that the chip opens. */
import { useRef, useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { RunInfo } from '../../../electron/protocol/run_api.ts';
import { useRun } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';
import { Popover } from '../base/popover.tsx';

/** `{CPU: 8, Utility: 2}` → `8 CPU · 2 Utility`. */
function kinds(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`).join(' · ');
}

/** 0,1,2,5 → `0–2, 5`. */
export function rankList(ranks: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < ranks.length; i++) {
    const from = i;
    while (i + 1 < ranks.length && ranks[i + 1] === ranks[i] + 1) i++;
    parts.push(from === i ? String(ranks[i]) : `${ranks[from]}–${ranks[i]}`);
  }
  return parts.join(', ');
}

function facts(info: RunInfo): [string, string][] {
  const { machine, ranksLoaded, ranksDeclared, interval } = info;
  return [
    ['Nodes', String(machine.nodes)],
    ['Processors', kinds(machine.processors) || 'none recorded'],
    ['Memories', kinds(machine.memories) || 'none recorded'],
    ['Logs', `${ranksLoaded.length} of ${ranksDeclared} (rank ${rankList(ranksLoaded)})`],
    ['Duration', formatTime(interval.stopNs - interval.startNs)],
    ['Started', info.startedAt ?? 'not recorded'],
    ['Log version', info.logVersions.join(', ')],
    ['Runtime', info.runtime ?? 'not recorded'],
    ['Build flags', info.flags.join(', ') || 'none'],
    ['Content id', info.contentId],
  ];
}

export function MachineChip() {
  const { info } = useRun().summary.value;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const duration = formatTime(info.interval.stopNs - info.interval.startNs);
  const text = [countOf(info.machine.nodes, 'node'), ...Object.entries(info.machine.processors).filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`)];
  return (
    <>
      <button
        type="button" class="chip machine" ref={button} aria-haspopup="dialog" aria-expanded={isOpen} data-testid="machine"
        data-hint={isOpen ? undefined : facts(info).map(([name, value]) => `${name}: ${value}`).join('\n')} onClick={() => setOpen(!isOpen)}
      >
        <span>{text[0]}</span>
        {text.length > 1 && <span class="chip-more">{text.slice(1).join(' ')}</span>}
        <span>{duration}</span>
      </button>
      {isOpen && (
        <Popover anchor={button} label="Machine" placement="bottom-start" focus="panel" class="machine-panel" onClose={() => setOpen(false)}>
          <dl class="facts">
            {facts(info).map(([name, value]) => (
              <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
            ))}
          </dl>
        </Popover>
      )}
    </>
  );
}

export function VersionChip() {
  const { info } = useRun().summary.value;
  const runtime = info.runtime === null ? '' : `Written by ${info.runtime}`;
  return <span class="chip plain version" data-hint={runtime || undefined}>log {info.logVersions.join(', ')}</span>;
}
