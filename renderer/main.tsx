/** Start of the page: the engine's socket beside the page's own address, the state, the timeline's drawing, the DOM. */
import { SocketEngineClient } from './client/engine_client.ts';
import { pixiDrawing } from './gl/drawing.ts';
import { createApp } from './state/create_app.ts';
import { installTestHooks } from './test_hooks.ts';
import { setDrawing } from './timeline/mount_timeline.ts';
import { mountApp } from './ui/app_root.tsx';

function start(): void {
  const url = new URL('ws', document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  setDrawing(pixiDrawing);
  const handle = createApp(new SocketEngineClient(url.href));
  if (new URLSearchParams(location.search).get('test') === '1') installTestHooks(handle);
  const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
  mountApp(root, handle.app);
}

start();
