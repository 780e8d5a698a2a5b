// Where the built page is.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export function pageFolder(): string {
  const folder = process.env['LEGION_PROF_PAGE'] ?? join(import.meta.dirname, '../../dist/renderer');
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`The page is not built (${folder}); run npm run build.`);
  return folder;
}
