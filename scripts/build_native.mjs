// Builds dist/native/nvtxw.node, the native writer of Nsight Systems files, where a C++ compiler is at hand. Downloads nothing. Without a
// compiler, or where it fails, the program lacks one command and says so; nothing else fails.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listFiles } from './lib/list_files.mjs';
import { root } from './lib/run_tool.mjs';

export const ADDON = join(root, 'dist', 'native', 'nvtxw.node');

/** The first of $CXX and the usual names that can be started; undefined = none. */
export function findCompiler(names = [process.env.CXX, 'c++', 'g++', 'clang++']) {
  return names.filter(Boolean).find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

const include = (name) => ['-I', join(root, 'node_modules', name, name === 'node-api-headers' ? 'include' : '')];

function flags() {
  const common = ['-std=c++17', '-O2', '-fPIC', '-shared', '-fvisibility=hidden', '-Wall', '-Wextra', '-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS', ...include('node-api-headers'), ...include('node-addon-api')];
  // Node's own symbols are found when it loads the addon.
  return process.platform === 'darwin' ? [...common, '-undefined', 'dynamic_lookup'] : common;
}

function isCurrent(sources) {
  return existsSync(ADDON) && sources.every((source) => statSync(join(root, source)).mtimeMs < statSync(ADDON).mtimeMs);
}

/** Gives the exit code: 1 if a compiler was there and failed. */
export function buildNative() {
  const sources = listFiles(root, ['native'], ['.cc', '.h']);
  if (isCurrent(sources)) return 0;
  const note = 'only `legion_prof nvtxw` needs it';
  if (process.platform === 'win32') return say(`Native part not built: it is not ready for this system (${note}).`, 0);
  if (!existsSync(join(root, 'node_modules', 'node-api-headers'))) return say(`Native part not built: the development packages are not installed (${note}).`, 0);
  const compiler = findCompiler();
  if (compiler === undefined) return say(`Native part not built: there is no C++ compiler (${note}).`, 0);
  mkdirSync(join(ADDON, '..'), { recursive: true });
  // Swapped in when it is whole: a process may have the old one open.
  const fresh = `${ADDON}.${process.pid}`;
  const { status, stderr } = spawnSync(compiler, [...flags(), ...sources.filter((source) => source.endsWith('.cc')), '-o', fresh, '-ldl'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(fresh, { force: true });
    return say(`Native part not built (${note}): ${compiler} failed.\n${stderr}`, 1);
  }
  renameSync(fresh, ADDON);
  return 0;
}

function say(text, code) {
  console.log(text);
  return code;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exit(buildNative());
