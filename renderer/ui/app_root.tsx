/** Root of the page's DOM: home or the run on screen, and what floats above both. */
import { effect, useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { App } from '../state/app.ts';
import { toDisposable } from '../base/disposable.ts';
import type { ExportFormat } from '../../electron/protocol/exports.ts';
import { AppContext, RunContext, useApp } from './base/context.ts';
import { CompareOffer } from './compare/compare_offer.tsx';
import { CompareDialog } from './compare/compare_dialog.tsx';
import { CompareWorkspace } from './compare/compare_workspace.tsx';
import { HintLayer } from './base/hint_layer.tsx';
import { DropTarget } from './drop_target.tsx';
import { exportCommands } from './export/export_commands.ts';
import { ExportDialog } from './export/export_dialog.tsx';
import { gapCommand, type ExplainedGap } from './gap/explain_gap.ts';
import { GapDialog } from './gap/gap_dialog.tsx';
import { HelpDialog } from './help/help_dialog.tsx';
import { desktop } from './home/desktop_bridge.ts';
import { Arrival } from './home/arrival.tsx';
import { ConnectionBanner, Toasts } from './notices.tsx';
import { pageCommands } from './page_commands.ts';
import { PictureDialog } from './picture_dialog.tsx';
import { pictureCommand } from './picture_command.ts';
import { Palette } from './palette/palette.tsx';
import { SettingsDialog } from './settings/settings_dialog.tsx';
import { rememberFocus } from './regions.ts';
import { Workspace } from './workspace.tsx';
import '../styles/index.css';

function Root() {
  const app = useApp();
  const isHelpOpen = useSignal(false);
  /** What stands in the palette; null = it is closed. */
  const palette = useSignal<string | null>(null);
  const isSettingsOpen = useSignal(false);
  const isPictureOpen = useSignal(false);
  /** What is being exported for; null = the dialog is closed. */
  const exportFormat = useSignal<ExportFormat | null>(null);
  const isComparingOpen = useSignal(false);
  /** The idle time that is being explained; null = none. */
  const gap = useSignal<ExplainedGap | null>(null);
  const run = app.run.value;
  const comparing = app.comparing.value;
  useEffect(() => {
    const commands = app.commands.register(...pageCommands(app, isHelpOpen, isSettingsOpen, palette), pictureCommand(app, isPictureOpen), ...exportCommands(app, exportFormat), gapCommand(app, gap), {
      id: 'run.openCompare', name: 'Compare two runs', keys: [], run: async (args) => {
        // Scripts say which.
        const { a, b } = (args ?? {}) as { a?: string; b?: string };
        if (a !== undefined && b !== undefined) await app.openCompare(a, b);
        else isComparingOpen.value = true;
      },
    });
    const stopMenu = desktop()?.onCommand((id) => {
      app.commands.run(id).catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
    });
    const stopFocus = rememberFocus();
    return () => {
      commands[Symbol.dispose]();
      stopMenu?.();
      stopFocus();
    };
  }, []);
  return (
    <div class="app">
      <ConnectionBanner />
      {run
        ? <RunContext.Provider value={run} key={comparing ?? run.id}>{comparing ? <CompareWorkspace /> : <Workspace />}</RunContext.Provider>
        : <Arrival />}
      {isHelpOpen.value && (
        <HelpDialog onClose={() => {
          isHelpOpen.value = false;
        }} />
      )}
      {isSettingsOpen.value && (
        <SettingsDialog onClose={() => {
          isSettingsOpen.value = false;
        }} />
      )}
      {isPictureOpen.value && run && (
        <PictureDialog run={run} onClose={() => {
          isPictureOpen.value = false;
        }} />
      )}
      {run && exportFormat.value !== null && (
        <RunContext.Provider value={run}>
          <ExportDialog key={exportFormat.value} format={exportFormat.value} onClose={() => {
            exportFormat.value = null;
          }} />
        </RunContext.Provider>
      )}
      {run && gap.value !== null && (
        <RunContext.Provider value={run}>
          <GapDialog explained={gap.value} onClose={() => {
            gap.value = null;
          }} />
        </RunContext.Provider>
      )}
      {palette.value !== null && (
        <Palette text={palette.value} onClose={() => {
          palette.value = null;
        }} />
      )}
      {isComparingOpen.value && (
        <CompareDialog onClose={() => {
          isComparingOpen.value = false;
        }} />
      )}
      <CompareOffer />
      <Toasts />
      <DropTarget />
      <HintLayer />
    </div>
  );
}

/** Sets theme, density and size on the page and the title of the window. */
function followState(app: App): () => void {
  const stops = [
    effect(() => {
      document.documentElement.dataset['theme'] = app.theme.effective.value;
    }),
    effect(() => {
      document.documentElement.dataset['density'] = app.appearance.density.value;
    }),
    effect(() => desktop()?.setZoom(app.appearance.zoomPercent.value / 100)),
    effect(() => {
      const title = app.run.value?.summary.value.info.title;
      document.title = title === undefined ? 'Legion Prof' : `${title} – Legion Prof`;
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

export function mountApp(root: HTMLElement, app: App): Disposable {
  const stop = followState(app);
  render(<AppContext.Provider value={app}><Root /></AppContext.Provider>, root);
  return toDisposable(() => {
    stop();
    render(null, root);
  });
}
