/** The bar on top: which run this is, search, jobs, problems, theme, help. */
import { useApp, useRun } from '../base/context.ts';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { AlertButton } from './alert_button.tsx';
import { JobPill } from './job_pill.tsx';
import { MachineChip, VersionChip } from './machine_chip.tsx';
import { Omnibox } from './omnibox.tsx';
import { RunTitle } from './run_title.tsx';
import { NotesButton } from '../notes/notes_button.tsx';
import { ThemeMenu } from './theme_menu.tsx';

export function TopBar() {
  const app = useApp();
  return (
    <header class="topbar" data-testid="topbar" data-region="topbar" aria-label="Top bar">
      <IconButton icon="house" label="Home" onClick={() => app.goHome()} />
      <RunTitle />
      <MachineChip />
      <VersionChip />
      <Omnibox />
      <div class="topbar-end">
        <JobPill />
        <AlertButton />
        <NotesButton />
        <ThemeMenu />
        <IconButton icon="settings" label="Settings" keys={keysOf(app, 'app.openSettings')} onClick={() => void app.commands.run('app.openSettings')} />
        <IconButton icon="help" label="Help" keys={keysOf(app, 'app.showHelp')} onClick={() => void app.commands.run('app.showHelp')} />
      </div>
    </header>
  );
}

/** The reference's sentence about slow builds, in a strip that cannot be overlooked. */
export function SlowBuildStrip() {
  const { slowBuild } = useRun().summary.value;
  return slowBuild === null ? null : <div class="slow-build" role="note" aria-label="Slow build">{slowBuild}</div>;
}
