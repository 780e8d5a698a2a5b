// Writes the results in docs/queries.md again: each query over its run, by the program as it is built.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { pinnedNode, root } from './lib/run_tool.mjs';
import { withResults } from './lib/worked_queries.mjs';

const path = join(root, 'docs', 'queries.md');

function answer(sql, run) {
  const done = spawnSync(pinnedNode(), ['bin/legion_prof.mjs', 'query', '--no-cache', run, sql], { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

writeFileSync(path, withResults(readFileSync(path, 'utf8'), answer));
