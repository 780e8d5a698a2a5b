// The harness itself: the browser is found, draws WebGL2 in software, and a console error does not go unseen.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage } from './harness/browser.ts';
import { describePage } from './harness/describe_page.ts';
import { layoutFaults } from './harness/layout_faults.ts';
import { comparePictures } from './harness/picture.ts';
import { serve } from './harness/serve.ts';

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

  it('tells of a failing page which dialogs, focus, toasts and errors it has', async () => {
    const opened = await openPage(browser, url);
    await opened.page.evaluate(() => {
      document.body.innerHTML = '<p role="status">Copied.</p><dialog aria-labelledby="t"><h2 id="t">Settings</h2><button>Close</button></dialog>';
      document.querySelector('dialog')!.showModal();
    });
    const text = await describePage(opened.page, ['shader did not compile']);
    expect(text).toMatch(/open dialogs: <dialog “Settings”>\nfocus: <button “Close”>\ntoasts and alerts: Copied\.\nerrors of the console: shader did not compile$/);
    await opened.close();
    await expect(describePage(opened.page, [])).resolves.toMatch(/^the page cannot be asked/);
  });

  it('sees text that is cut and a button that is covered, and nothing wrong with an ellipsis, a scroll box or a label', async () => {
    const opened = await openPage(browser, url);
    await opened.page.evaluate(() => {
      document.body.innerHTML = `<style>p { width: 40px; white-space: nowrap; margin: 4px }</style>
        <p style="overflow: hidden">much too long</p><p style="overflow: hidden; text-overflow: ellipsis">much too long</p><p style="overflow: auto">much too long</p>
        <label>Tick <input type="checkbox"></label><button>Free</button><div style="position: relative"><button>Under</button><i style="position: absolute; inset: 0">over it</i></div>`;
    });
    const faults = await layoutFaults(opened.page);
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(/^cut at the right by \d+ px: p “much too long” in p/);
    expect(faults[1]).toBe('covered: button “Under” by i “over it”');
    await opened.close();
  });

  it('sees a box that moved, and a picture of another size', async () => {
    const opened = await openPage(browser, url, { width: 200, height: 100 });
    const draw = (left: number) =>
      opened.page.evaluate((x) => {
        document.body.innerHTML = '';
        const box = document.body.appendChild(document.createElement('div'));
        box.style.cssText = `position:absolute;left:${x}px;top:10px;width:20px;height:20px;background:#d04`;
      }, left);
    await draw(10);
    const first = PNG.sync.read(await opened.page.screenshot());
    expect(comparePictures(PNG.sync.read(await opened.page.screenshot()), first).different).toBe(0);
    await draw(15);
    expect(comparePictures(PNG.sync.read(await opened.page.screenshot()), first).different).toBe(2 * 5 * 20);
    await opened.page.setViewportSize({ width: 201, height: 100 });
    expect(comparePictures(PNG.sync.read(await opened.page.screenshot()), first).different).toBe(200 * 100);
    await opened.close();
  });

  it('starts the program, loads its page with the hooks on, and stops it', async () => {
    const served = await serve([join(import.meta.dirname, '../../sample')]);
    try {
      const opened = await openPage(browser, served.url);
      await opened.hooks.idle({ jobs: true });
      expect((await opened.hooks.tracks()).length).toBeGreaterThan(0);
      await opened.close();
    } finally {
      await served.stop();
    }
    expect(() => process.kill(served.pid, 0)).toThrow('ESRCH');
  });
});
