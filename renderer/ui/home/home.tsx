/** The home screen: open logs, the sample run, runs opened before, and what could not be opened with the reason. */
import { useApp } from '../base/context.ts';
import { JobPill } from '../top/job_pill.tsx';
import { ThemeMenu } from '../top/theme_menu.tsx';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { Failures } from './failures.tsx';
import { OpenCard } from './open_card.tsx';
import { OpenRuns } from './open_runs.tsx';
import { RecentList } from './recent_list.tsx';

export function Home() {
  const app = useApp();
  const session = app.session.value;
  return (
    <div class="home-screen">
      <header class="topbar" data-testid="topbar" data-region="topbar" aria-label="Top bar">
        <h1 class="brand"><span class="brand-mark" aria-hidden="true" />Legion Prof</h1>
        <span class="muted number">{session ? session.program : ''}</span>
        <div class="topbar-end">
          <JobPill />
          <ThemeMenu />
          <IconButton icon="settings" label="Settings" keys={keysOf(app, 'app.openSettings')} onClick={() => void app.commands.run('app.openSettings')} />
          <IconButton icon="help" label="Help" keys={keysOf(app, 'app.showHelp')} onClick={() => void app.commands.run('app.showHelp')} />
        </div>
      </header>
      <main class="home" data-testid="home" data-region="home" aria-label="Home">
        <OpenCard />
        {session && <Failures failures={session.failures} />}
        {session && <OpenRuns runs={session.runs} />}
        {session && <RecentList recent={session.recent} />}
      </main>
    </div>
  );
}
