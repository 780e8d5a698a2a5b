/** Real logs and the reference's recorded answers, where they lie beside this checkout. Test helper. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const shared = join(import.meta.dirname, '../../../shared');
export const traces = join(shared, 'traces');
export const golden = join(shared, 'golden');
export const isShared = existsSync(traces) && existsSync(golden);
