/** Version of this program, from package.json: two folders up, as written and as built. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The checkout, or resources/app of an installation. */
export const APP_ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const PROGRAM_VERSION: string = readVersion();

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(`${APP_ROOT}package.json`, 'utf8')) as { version?: unknown };
  return typeof version === 'string' ? version : '0.0.0';
}
