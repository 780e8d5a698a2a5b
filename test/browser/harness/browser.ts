// One browser per test file, a page per test, and the rule that a console error fails the test.
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { findChromium, LAUNCH_ARGS } from './chromium.ts';
import { hooksOf, type Hooks } from './hooks.ts';

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Console errors that the test provokes on purpose. */
  readonly expectedErrors?: readonly RegExp[];
  readonly context?: BrowserContextOptions;
  /** Runs in the page before its own scripts. */
  readonly before?: () => void;
  /** False: what is drawn on canvases is not painted, for tests that read text. Software takes a third of a second to paint a picture; no script runs differently. */
  readonly isPainted?: boolean;
}

export interface OpenedPage {
  readonly page: Page;
  readonly hooks: Hooks;
  /** Errors of the console, of scripts and of refused loads so far. */
  errors(): readonly string[];
  /** From now on, whether what is drawn on canvases is painted. */
  setPainted(isPainted: boolean): Promise<void>;
  /** Closes the page; throws if it had an error. */
  close(): Promise<void>;
}

/** Those that were not closed; on_failure.ts asks them. */
export const openPages = new Set<OpenedPage>();

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = findChromium();
  return chromium.launch({ executablePath, args: [...LAUNCH_ARGS], env: { ...process.env, ...env } });
}

/** Opens a served page with its test hooks on and everything pinned that pictures depend on. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.colorScheme ?? 'light',
    // With LANG=C.UTF-8 Chromium's language is `en-US@posix`, which Intl refuses.
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...options.context,
  });
  if (options.before) await context.addInitScript(options.before);
  await context.addInitScript(rememberContexts);
  const page = await context.newPage();
  const errors: string[] = [];
  const add = (text: string) => {
    if (!options.expectedErrors?.some((expected) => expected.test(text))) errors.push(text);
  };
  page.on('console', (message) => {
    // readPixels makes WebGL warn about a stall; warnings are no errors.
    if (message.type() === 'error') add(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => add(error.stack ?? error.message));
  const address = new URL(url);
  address.searchParams.set('test', '1');
  await page.goto(address.href);
  const opened: OpenedPage = {
    page,
    hooks: hooksOf(page),
    errors: () => errors,
    setPainted: (isPainted) => page.evaluate(paint, isPainted),
    close: async () => {
      openPages.delete(opened);
      await context.close();
      if (errors.length > 0) throw new Error(`the page logged ${errors.length} error(s):\n${errors.join('\n')}`);
    },
  };
  openPages.add(opened);
  if (options.isPainted === false) await opened.setPainted(false);
  return opened;
}

/** In the page: keeps the drawing contexts, so that they can be told to drop what they are given; those made later are told at once. */
function rememberContexts(): void {
  const contexts = new Set<WebGL2RenderingContext>();
  Reflect.set(window, 'drawingContexts', contexts);
  const plain = HTMLCanvasElement.prototype.getContext;
  Reflect.set(HTMLCanvasElement.prototype, 'getContext', function (this: HTMLCanvasElement, ...args: Parameters<typeof plain>) {
    const context = plain.apply(this, args);
    if (context instanceof WebGL2RenderingContext) {
      contexts.add(context);
      if (Reflect.get(window, 'isUnpainted') === true) context.enable(context.RASTERIZER_DISCARD);
    }
    return context;
  });
}

/** In the page. */
function paint(isPainted: boolean): void {
  Reflect.set(window, 'isUnpainted', !isPainted);
  for (const context of Reflect.get(window, 'drawingContexts') as Set<WebGL2RenderingContext>) {
    if (isPainted) context.disable(context.RASTERIZER_DISCARD);
    else context.enable(context.RASTERIZER_DISCARD);
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(isPainted ? '' : 'canvas { opacity: 0 !important }');
  document.adoptedStyleSheets = [sheet];
  const hooks = Reflect.get(window, 'profilerTest') as { drawNow?(): void } | undefined;
  if (isPainted) hooks?.drawNow?.();
}
