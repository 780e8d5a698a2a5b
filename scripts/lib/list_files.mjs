import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files below `folders` of `root` whose name ends with one of `endings`: paths relative to `root`, forward slashes, sorted. */
export function listFiles(root, folders, endings) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
    }
  };
  for (const folder of folders) if (existsSync(join(root, folder))) walk(folder);
  return found.sort();
}
