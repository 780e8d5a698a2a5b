/** Commands that open the dialog of exports, each with its format chosen. */
import type { Signal } from '@preact/signals';
import type { ExportFormat } from '../../../electron/protocol/exports.ts';
import type { App, Command } from '../../state/app.ts';
import { NO_RUN } from '../../state/timeline_commands.ts';

export function exportCommands(app: App, format: Signal<ExportFormat | null>): Command[] {
  const disabled = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  const open = (what: ExportFormat) => (): void => {
    format.value = what;
  };
  return [
    { id: 'run.exportNsight', name: 'Export for Nsight Systems', keys: [], disabled, run: open('nsight') },
    { id: 'run.exportTrace', name: 'Export as a trace (Perfetto, Chrome)', keys: [], disabled, run: open('perfetto') },
    { id: 'run.exportArchive', name: 'Export as an archive', keys: [], disabled, run: open('archive') },
  ];
}
