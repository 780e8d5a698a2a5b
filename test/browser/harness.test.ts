// The harness itself: the browser is found, draws WebGL2 in software, and a console error does not go unseen.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage } from './harness/browser.ts';

let browser: Browser;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><title>t</title><canvas></canvas>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe('browser harness', () => {
  it('has WebGL2 and a language that Intl takes', async () => {
    const opened = await openPage(browser, url);
    const pixel = await opened.page.evaluate(() => {
      const gl = document.querySelector('canvas')!.getContext('webgl2')!;
      gl.clearColor(1, 0.5, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const rgba = new Uint8Array(4);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
      return [...rgba];
    });
    expect(pixel).toEqual([255, 128, 0, 255]);
    expect(await opened.page.evaluate(() => new Intl.NumberFormat(navigator.language).format(1.5))).toBe('1.5');
    await opened.close();
  });

  it('fails a test whose page logs an error', async () => {
    const opened = await openPage(browser, url);
    await opened.page.evaluate(() => console.error('shader did not compile'));
    await expect(opened.close()).rejects.toThrow('shader did not compile');
  });

  it('fails a test whose page throws', async () => {
    const opened = await openPage(browser, url);
    await opened.page.evaluate(() => setTimeout(() => Promise.reject(new Error('nobody caught me'))));
    await opened.page.waitForTimeout(50);
    await expect(opened.close()).rejects.toThrow('nobody caught me');
  });
});
