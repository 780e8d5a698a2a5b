// Writes docs/index-schema.md from the schema in code. `--check` only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaPage } from '../electron/index/schema_page.ts';

const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'index-schema.md');
const page = schemaPage();
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== page) {
    console.log('docs/index-schema.md is not what the schema in electron/index/ says; write it again with: node scripts/write_schema_doc.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(path, page);
}
