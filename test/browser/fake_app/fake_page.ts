/** What the fake page shows to tests. */
import type { App } from '../../../renderer/state/app.ts';
import type { FakeClient } from './fake_client.ts';

export interface FakePage {
  readonly client: FakeClient;
  readonly app: App;
}

declare global {
  interface Window {
    fakePage: FakePage;
  }
}
