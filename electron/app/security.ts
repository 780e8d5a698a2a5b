// What a page in our window may not do, whatever it contains: leave its engine's address, open windows, ask for permissions.
import type { Session, WebContents } from 'electron';

/** The address that is alive now: the page's own, with its token; undefined while no engine lives. */
export type LiveUrl = () => string | undefined;

/** The only permission the page needs: *Copy* buttons. */
const PERMISSIONS = new Set(['clipboard-sanitized-write']);

/** Whether an address belongs to the live engine, token and all. `ws:` counts as its `http:`. */
export function isLive(address: string, live: string | undefined): boolean {
  if (live === undefined) return false;
  let parsed: URL;
  let base: URL;
  try {
    parsed = new URL(address);
    base = new URL(live);
  } catch {
    return false;
  }
  const protocol = parsed.protocol === 'ws:' ? 'http:' : parsed.protocol;
  return protocol === base.protocol && parsed.host === base.host && parsed.username === '' && parsed.pathname.startsWith(base.pathname);
}

export function confineSession(session: Session, live: LiveUrl): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(PERMISSIONS.has(permission) && contents !== null && isLive(contents.getURL(), live()));
  });
  session.setPermissionCheckHandler((contents, permission) => PERMISSIONS.has(permission) && contents !== null && isLive(contents.getURL(), live()));
  session.setDevicePermissionHandler(() => false);
  // The page's own policy says the same; this holds for requests that a policy does not see.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOwn = /^(?:blob|data|devtools):/.test(url) || isLive(url, live());
    answer({ cancel: !isOwn });
  });
}

export function confineContents(contents: WebContents, live: LiveUrl): void {
  const refuse = (event: { preventDefault(): void; url: string }) => {
    if (!isLive(event.url, live())) event.preventDefault();
  };
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
