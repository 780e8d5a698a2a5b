/**
 * Where Nsight Systems' writer backend is: what the user names, what the variables of other tools name, beside the `nsys` on PATH, where
 * installers put it (newest first), and last whatever the system's loader finds.
 */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { ProfileError } from '../../protocol/errors.ts';

/** Names on each system; that of macOS is the reference client's. */
const FILES: Partial<Readonly<Record<NodeJS.Platform, string>>> = { linux: 'libNvtxwBackend.so', win32: 'NvtxwBackend.dll', darwin: 'libNvtxwBackend.dylib' };

/** In the order asked: Nsight Systems' Python writer, spark-rapids, the loader of the newer interface. */
const VARIABLES = ['NSYS_WRITER_BACKEND', 'NVTXW_BACKEND', 'NVTXW3_LIBRARY'];

const HOST_FOLDER = /^host-(linux|windows|macosx?)-/;

export interface BackendPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folders that hold installations. */
  readonly installations: readonly string[];
  readonly platform: NodeJS.Platform;
}

export function systemPlaces(): BackendPlaces {
  const installations = process.platform === 'win32' ? ['C:\\Program Files\\NVIDIA Corporation'] : ['/opt/nvidia/nsight-systems', '/opt/nvidia/nsight-systems-cli', '/usr/local/cuda', '/usr/lib/nsight-systems'];
  return { env: process.env, installations, platform: process.platform };
}

/**
 * Path of the library, or its bare name for the loader to find.
 * @param given absolute path of the library or its folder; undefined = look for it
 * @throws ProfileError 'not-found' for a path that is given and not there
 */
export function findBackend(given: string | undefined, places: BackendPlaces): string {
  const file = FILES[places.platform] ?? 'libNvtxwBackend.so';
  if (given !== undefined) return inFolder(given, file) ?? missing(given, `--backend names ${given}`);
  for (const name of VARIABLES) {
    const value = places.env[name];
    if (value === undefined || value === '') continue;
    // A bare name is for the loader, a path must be whole: ours is not the folder that its writer thought of.
    if (!isAbsolute(value) && /[\\/]/.test(value)) throw new ProfileError('usage', `${name} holds a relative path (${value}). Give a whole one.`);
    return isAbsolute(value) ? inFolder(value, file) ?? missing(value, `${name} names ${value}`) : value;
  }
  for (const folder of [...besideNsys(places), ...places.installations.flatMap(installedIn)]) {
    const found = join(folder, file);
    if (existsSync(found)) return found;
  }
  return file;
}

/** Where `findBackend` looks when none is given, in its order, in words. */
export function searchedPlaces({ env, installations }: BackendPlaces): string[] {
  const variables = VARIABLES.map((name) => (env[name] ? `${name} (${env[name]})` : `${name} (not set)`));
  return [...variables, 'the folders of the nsys on PATH', ...installations, 'the system\'s loader'];
}

function missing(path: string, source: string): never {
  throw new ProfileError('not-found', `${source}, but there is no ${existsSync(path) ? 'backend in this folder' : 'such file'}.`);
}

function inFolder(path: string, file: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const inside = statSync(path).isDirectory() ? join(path, file) : path;
  return existsSync(inside) ? inside : undefined;
}

/** Host folders of the installation that the `nsys` on PATH belongs to: it lies in bin/ or target-…/ beside them. */
function besideNsys({ env, platform }: BackendPlaces): string[] {
  const name = platform === 'win32' ? 'nsys.exe' : 'nsys';
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder) || !existsSync(join(folder, name))) continue;
    const own = dirname(realpathSync(join(folder, name)));
    return [own, ...hostFolders(own), ...hostFolders(dirname(own))];
  }
  return [];
}

/** Host folders one or two steps below: `2024.6.1/host-linux-x64`, `nsight-systems-2024.6.2/host-linux-x64`; newest first. */
function installedIn(folder: string): string[] {
  const versions = folders(folder).filter((name) => /\d{4}\.\d/.test(name)).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return [...hostFolders(folder), ...versions.flatMap((version) => hostFolders(join(folder, version)))];
}

function hostFolders(folder: string): string[] {
  return folders(folder).filter((name) => HOST_FOLDER.test(name)).sort().map((name) => join(folder, name));
}

function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
}
