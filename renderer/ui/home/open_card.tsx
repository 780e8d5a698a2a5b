/** Where logs come in: drop and dialogs in the desktop window, the command line for a browser; the sample run for both. */
import { useState } from 'preact/hooks';
import { Button } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { useApp } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { desktop } from './desktop_bridge.ts';

const COMMAND = 'legion_prof view legate_*.prof';

export function OpenCard() {
  const app = useApp();
  const isDesktop = desktop() !== undefined;
  const [isOpening, setOpening] = useState(false);
  const openSample = async (): Promise<void> => {
    setOpening(true);
    try {
      await app.commands.run('run.openSample');
    } catch (error) {
      app.notify(error instanceof Error ? error.message : String(error), 'error');
    } finally {
      setOpening(false);
    }
  };
  return (
    <section class={`open-card ${isDesktop ? 'droppable' : ''}`} aria-label="Open logs">
      <div class="open-text">
        {isDesktop
          ? <><h2>Drop logs or an index here</h2><p class="muted">legate_*.prof · *.gz · a folder of logs · .lprof index · Nsight .sqlite</p></>
          : (
            <>
              <h2>Open logs from the command line</h2>
              <p>A browser may not read files by itself. Name the logs where you started this page:</p>
              <p class="command-line">
                <code>{COMMAND}</code>
                <Button tone="quiet" icon="copy" onClick={() => void copyText(app, COMMAND, 'the command')}>Copy</Button>
              </p>
              <p class="muted">legate_*.prof · *.gz · a folder of logs · .lprof index · Nsight .sqlite</p>
            </>
          )}
      </div>
      <div class="open-buttons">
        {isDesktop && (
          <>
            <Button tone="main" icon="filePlus" onClick={() => void app.commands.run('run.openFiles')}>Open files…<Keys id="run.openFiles" /></Button>
            <Button icon="folderOpen" onClick={() => void app.commands.run('run.openFolder')}>Open folder…<Keys id="run.openFolder" /></Button>
          </>
        )}
        {app.session.value?.canOpenSample === true && (
          <Button tone={isDesktop ? 'plain' : 'main'} icon="play" disabled={isOpening} onClick={() => void openSample()}>Sample run</Button>
        )}
      </div>
    </section>
  );
}

function Keys({ id }: { id: string }) {
  const keys = keysOf(useApp(), id);
  return keys ? <kbd aria-hidden="true">{keys}</kbd> : null;
}
