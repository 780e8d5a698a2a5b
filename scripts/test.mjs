// `npm test`: a build, the checks, then every test runner, then one line with the sums. What CI runs.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runChecks } from './check.mjs';
import { runTool } from './lib/run_tool.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'legion-prof-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };

/** All runners at once: they share the cores better than one after the other. */
function runVitest() {
  const outputFile = join(scratch, 'report.json');
  const code = runTool('vitest', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`]);
  let report;
  try {
    report = JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    console.log(`The tests ended (exit code ${code}) without a report.`);
    sum.failed++;
    return;
  }
  sum.passed += report.numPassedTests;
  sum.skipped += report.numPendingTests + report.numTodoTests;
  // A file that fails to load has no failed test of its own, and an error outside any test only shows in the exit code.
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  const failed = report.numFailedTests + brokenFiles;
  sum.failed += failed === 0 && code !== 0 ? 1 : failed;
}

try {
  // The browser, the desktop and the command line tests run what is built.
  console.log('== build');
  if (build() === 0) sum.passed++;
  else sum.failed++;
  console.log('\n== check');
  const checks = await runChecks();
  sum.passed += checks.passed;
  sum.failed += checks.failed;
  console.log('\n== tests');
  runVitest();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exit(sum.failed === 0 ? 0 : 1);
