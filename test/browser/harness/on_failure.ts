// When a browser test fails, its pages are asked what they show, so that the failure explains itself. Vitest loads this file before each test file.
import { afterEach, beforeEach } from 'vitest';
import { openPages, type OpenedPage } from './browser.ts';
import { describePage } from './describe_page.ts';

let before: ReadonlySet<OpenedPage> = new Set();

beforeEach(() => {
  before = new Set(openPages);
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const opened of openPages) {
    console.error(`What the page shows after “${task.name}” failed:\n${await describePage(opened.page, opened.errors())}`);
    // The next failure is not about a page that this test has left open.
    if (!before.has(opened)) openPages.delete(opened);
  }
});
