import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TABLES } from '../../../electron/index/schema.ts';
import { schemaPage } from '../../../electron/index/schema_page.ts';

test('docs/index-schema.md says what the code says (else: node scripts/write_schema_doc.mjs)', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../docs/index-schema.md'), 'utf8')).toBe(schemaPage());
});

test('every table and column is described', () => {
  for (const table of TABLES) {
    expect(table.about, table.name).not.toBe('');
    for (const column of table.columns) expect(column.about, `${table.name}.${column.name}`).not.toBe('');
  }
});
