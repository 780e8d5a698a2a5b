/** The page with a made-up engine: what a test needs of it is on `window.fakePage`. */
import type { App } from '../../../renderer/state/app.ts';
import { pageDrawing } from '../../../renderer/gl/drawing.ts';
import { createApp } from '../../../renderer/state/create_app.ts';
import { setDrawing } from '../../../renderer/timeline/mount_timeline.ts';
import { mountApp } from '../../../renderer/ui/app_root.tsx';
import { createFakeClient } from './fake_client.ts';
import type { FakePage } from './fake_page.ts';

setDrawing(pageDrawing(true));
const client = createFakeClient();
const app: App = createApp(client).app;
window.fakePage = { client, app } satisfies FakePage;
const root = document.getElementById('app');
if (!root) throw new Error('no #app');
mountApp(root, app);
