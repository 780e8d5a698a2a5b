/** The page with a made-up engine: what a test needs of it is on `window.fakePage`. */
import { createApp } from '../../../renderer/state/create_app.ts';
import { mountApp } from '../../../renderer/ui/app_root.tsx';
import { createFakeClient } from './fake_client.ts';
import { SESSION, SUMMARY } from './fixture_run.ts';

const client = createFakeClient();
const { app } = createApp(client);
Object.assign(window, { fakePage: { client, app, fixtures: { SESSION, SUMMARY } } });
const root = document.getElementById('app');
if (!root) throw new Error('no #app');
mountApp(root, app);
