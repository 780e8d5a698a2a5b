import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The Node 24 that runs the engine: in a packaged application the one that travels in its resources, in a checkout that of
 * node_modules. Never Electron's own: its version and the ABI of its modules are another's affair.
 */
export function findNode(appRoot: string, resources: string | undefined, platform: string = process.platform): string | undefined {
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const places = [join(appRoot, 'node_modules', 'node', 'bin', name)];
  if (resources !== undefined) places.unshift(join(resources, 'node', name));
  return places.find((place) => existsSync(place));
}
