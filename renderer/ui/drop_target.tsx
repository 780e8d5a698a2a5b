/** Files dropped anywhere on the desktop window are opened; a browser says how to pass them instead. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from './base/context.ts';
import { desktop } from './home/desktop_bridge.ts';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

export function DropTarget() {
  const app = useApp();
  const isOver = useSignal(false);
  useEffect(() => {
    const bridge = desktop();
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = bridge ? 'copy' : 'none';
      isOver.value = true;
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOver.value = false;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!bridge || files.length === 0) return;
      app.nextRun.value = 'ask';
      bridge.openDropped(files)
        .then((isOpened) => !isOpened && app.notify('Nothing of what was dropped is a file on this machine.', 'error'))
        .catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
    };
    const listeners: [string, (event: DragEvent) => void][] = [['dragover', onOver], ['dragleave', onLeave], ['drop', onDrop]];
    for (const [type, listener] of listeners) window.addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of listeners) window.removeEventListener(type, listener as EventListener);
    };
  }, []);
  if (!isOver.value) return null;
  return (
    <div class="drop-cover" aria-hidden="true">
      <p>{desktop() ? 'Drop to open' : 'A browser may not read files by itself: name them on the command line, legion_prof view LOGS…'}</p>
    </div>
  );
}
