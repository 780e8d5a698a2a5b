/** Start of the page: the engine's socket beside the page's own address, the state, the timeline's drawing, the DOM. */
import { SocketEngineClient } from './client/engine_client.ts';
import { pageDrawing } from './gl/drawing.ts';
import { createApp } from './state/create_app.ts';
import { installTestHooks } from './test_hooks.ts';
import { setDrawing } from './timeline/mount_timeline.ts';
import { mountApp } from './ui/app_root.tsx';
import { desktop } from './ui/home/desktop_bridge.ts';

function start(): void {
  const url = new URL('ws', document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const isTest = new URLSearchParams(location.search).get('test') === '1';
  setDrawing(pageDrawing(isTest));
  const client = new SocketEngineClient(url.href);
  const handle = createApp(client);
  // A restarted engine has another port and loads the page anew: this one need not look for its own any more.
  desktop()?.onEngineGone(() => client.stop());
  if (isTest) installTestHooks(handle);
  const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
  mountApp(root, handle.app);
}

start();
