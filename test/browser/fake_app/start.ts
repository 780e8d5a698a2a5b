/**
 * Serves the page with its made-up engine (build_site.ts) under the policy of the real server, so that a style or script which the
 * real page may not have fails here too.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { launchBrowser, openPage, type OpenedPage, type PageOptions } from '../harness/browser.ts';
import './build_site.ts';
import './fake_page.ts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const NONCE = 'bm9uY2U';
const POLICY = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${NONCE}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta property="csp-nonce" nonce="${NONCE}"><link rel="icon" href="data:,">
<title>Legion Prof</title><link rel="stylesheet" href="main.css"><script type="module" src="page.js"></script></head><body><div id="app"></div></body></html>`;

export interface FakeSite {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startFakeSite(): Promise<FakeSite> {
  const folder = inject('fakeSite');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = normalize(decodeURIComponent(path.slice(1)));
    try {
      const body = path === '/' ? PAGE : readFileSync(join(folder, file));
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/html', 'content-security-policy': POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The site and a browser for the tests of a file: there from the first test to the last. */
export function useFakeSite(): { readonly site: FakeSite; readonly browser: Browser } {
  let site: FakeSite | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    site = await startFakeSite();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  return {
    get site() {
      return site!;
    },
    get browser() {
      return browser!;
    },
  };
}

export type Theme = 'light' | 'dark' | 'contrast';

/** A page on the home screen in a theme. */
export async function openFake(browser: Browser, site: FakeSite, theme: Theme = 'light', options: PageOptions = {}): Promise<OpenedPage> {
  // No tile ever comes.
  const opened = await openPage(browser, site.url, { isPainted: false, ...options });
  await opened.page.evaluate(async (chosen) => {
    window.fakePage.app.theme.choice.value = chosen;
    await document.fonts.ready;
  }, theme);
  await opened.page.getByTestId('home').waitFor();
  return opened;
}

/** Opens the made-up run; its rows are then in the page. */
export async function openRun(page: Page): Promise<void> {
  await page.evaluate(() => window.fakePage.app.commands.run('run.openSample'));
  await page.getByTestId('tree-row').first().waitFor();
}
