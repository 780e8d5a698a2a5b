import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../../scripts/check_layers.mjs');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layers-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Runs the script on a tree of one file. */
function check(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  const done = spawnSync(process.execPath, [script, '--root', root], { encoding: 'utf8' });
  return { status: done.status, output: done.stdout + done.stderr };
}

describe('check_layers', () => {
  it.each([
    ['an import against the arrows', 'electron/decode/a.ts', `import { x } from '../model/b.ts';`, 'electron/model/b.ts'],
    ['a type-only import against the arrows', 'electron/protocol/a.ts', `export type { X } from '../decode/b.ts';`, 'electron/decode/b.ts'],
    ['a dynamic import against the arrows', 'electron/index/a.ts', `await import('../engine/b.ts');`, 'electron/engine/b.ts'],
    ['the page reaching into the engine', 'renderer/client/a.ts', `import { x } from '../../electron/engine/b.ts';`, 'electron/engine/b.ts'],
    ['the engine reaching into the page', 'electron/engine/a.ts', `import { x } from '../../renderer/base/b.ts';`, 'renderer/base/b.ts'],
    ['a package outside its folder', 'electron/engine/a.ts', `import Database from 'better-sqlite3';`, 'better-sqlite3'],
    ['pixi outside gl', 'renderer/ui/a.tsx', `import 'pixi.js/unsafe-eval';`, 'pixi.js'],
    ['electron outside the shell', 'electron/cli/a.ts', `const e = require('electron');`, 'electron'],
    ['Node in the page', 'renderer/ui/a.ts', `import { join } from 'node:path';`, 'node:path'],
    ['Node in the protocol', 'electron/protocol/a.ts', `export const b = Buffer.alloc(1);`, 'global Buffer'],
    ['a browser global in the engine', 'electron/engine/a.ts', `export const w = window.innerWidth;`, 'global window'],
    ['process in the page', 'renderer/state/a.ts', `export const e = process.env;`, 'global process'],
    ['a folder nobody placed', 'electron/misc/a.ts', `export const a = 1;`, 'not in the table'],
  ])('refuses %s', (_what, path, text, named) => {
    const { status, output } = check(path, text);
    expect(output).toContain(named);
    expect(status).toBe(1);
  });

  it.each([
    ['an import along the arrows', 'electron/engine/a.ts', `import { x } from '../decode/b.ts';`],
    ['the protocol from the page', 'renderer/ui/a.tsx', `import { x } from '../../electron/protocol/b.ts';`],
    ['the styles from any part of the page', 'renderer/base/a.ts', `import '../styles/index.css';`],
    ['a property called like a global', 'renderer/ui/a.ts', `export const f = (o: { process: number; Buffer(): void }) => o.process;`],
    ['a local name that hides a global', 'electron/model/a.ts', `export function f(window: number) { return window; }`],
    ['the drawing interface from the timeline', 'renderer/timeline/a.ts', `import type { R } from '../gl/renderer.ts';`],
    ['the finder of the window binary from the command line', 'electron/cli/a.ts', `import { f } from '../app/find_electron.ts';`],
  ])('allows %s', (_what, path, text) => {
    expect(check(path, text)).toEqual({ status: 0, output: '' });
  });
});
