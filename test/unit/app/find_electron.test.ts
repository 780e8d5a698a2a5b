import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { displayProblem, findElectron, windowCommand, type Surroundings } from '../../../electron/app/find_electron.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'find-electron-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function around(env: Record<string, string> = {}, more: Partial<Surroundings> = {}): Surroundings {
  return { root, env, platform: 'linux', uid: 0, ...more };
}

function putBinary(folder: string) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'electron'), '');
  chmodSync(join(folder, 'electron'), 0o755);
}

describe('displayProblem', () => {
  it('sees a Wayland display, and needs none on macOS and Windows', () => {
    expect(displayProblem(around({ WAYLAND_DISPLAY: 'wayland-0' }))).toBeUndefined();
    expect(displayProblem(around({}, { platform: 'darwin' }))).toBeUndefined();
    expect(displayProblem(around({}, { platform: 'win32' }))).toBeUndefined();
  });

  it('does not count the display of ssh -X', () => {
    expect(displayProblem(around({ DISPLAY: 'localhost:10.0', SSH_CONNECTION: '1 2 3 4' }))).toContain('ssh -X');
    expect(displayProblem(around({ DISPLAY: 'localhost:10.0' }))).toBeUndefined();
  });

  it('says when there is none, or when nobody answers at it', () => {
    expect(displayProblem(around())).toContain('no display');
    expect(displayProblem(around({ DISPLAY: ':64321' }))).toContain('no X server answers');
  });
});

describe('windowCommand', () => {
  it('says how to get a missing binary', () => {
    expect(windowCommand([], {}, around({ WAYLAND_DISPLAY: 'w' }))).toMatchObject({ ok: false, remedy: expect.stringContaining('electron:install') as string });
  });

  it('prefers the binary that the environment names', () => {
    const other = join(root, 'other');
    putBinary(join(root, 'node_modules', 'electron', 'dist'));
    putBinary(other);
    expect(findElectron(around())?.binary).toBe(join(root, 'node_modules', 'electron', 'dist', 'electron'));
    expect(findElectron(around({ ELECTRON_OVERRIDE_DIST_PATH: other }))?.binary).toBe(join(other, 'electron'));
  });

  it('puts the paths last, after --, and no token or path in the environment', () => {
    putBinary(join(root, 'node_modules', 'electron', 'dist'));
    const command = windowCommand(['/logs/-a.prof'], { testHooks: true }, around({ WAYLAND_DISPLAY: 'w', ELECTRON_RUN_AS_NODE: '1' }));
    if (!command.ok) throw new Error(command.reason);
    expect(command.args).toEqual(['--log-level=3', '--no-sandbox', '--test-hooks', root, '--', '/logs/-a.prof']);
    expect(command.env['ELECTRON_RUN_AS_NODE']).toBeUndefined();
    expect(Object.keys(command.env)).toEqual(['WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS']);
  });

  it('keeps the sandbox for an ordinary user', () => {
    putBinary(join(root, 'node_modules', 'electron', 'dist'));
    const command = windowCommand([], {}, around({ WAYLAND_DISPLAY: 'w' }, { uid: 1000 }));
    // Where the kernel forbids user namespaces there is a reason instead of a window.
    if (command.ok) expect(command.args).not.toContain('--no-sandbox');
    else expect(command.reason).toContain('namespaces');
  });
});
