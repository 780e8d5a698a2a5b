/** Where the user's own files go, by platform. Pure but for its defaults. */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface UserFolders {
  /** What can be made again: indexes. */
  readonly cache: string;
  /** Settings and layout. */
  readonly config: string;
  /** What the user made: titles, notes, the list of recent runs. */
  readonly data: string;
}

const NAME = 'legion-prof';

/** XDG's folders where they are set; else the platform's. Relative XDG paths are ignored, as the XDG specification says. */
export function userFolders(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homedir()): UserFolders {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const xdg = (variable: string, fallback: string): string => {
    const value = env[variable];
    return join(value !== undefined && isAbsolute(value) ? value : fallback, NAME);
  };
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support');
    return { cache: xdg('XDG_CACHE_HOME', join(home, 'Library', 'Caches')), config: xdg('XDG_CONFIG_HOME', support), data: xdg('XDG_DATA_HOME', support) };
  }
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
    const roaming = env.APPDATA ?? join(home, 'AppData', 'Roaming');
    return { cache: join(xdg('XDG_CACHE_HOME', local), 'Cache'), config: xdg('XDG_CONFIG_HOME', roaming), data: xdg('XDG_DATA_HOME', roaming) };
  }
  return { cache: xdg('XDG_CACHE_HOME', join(home, '.cache')), config: xdg('XDG_CONFIG_HOME', join(home, '.config')), data: xdg('XDG_DATA_HOME', join(home, '.local', 'share')) };
}
