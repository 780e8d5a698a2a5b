// Commands that write or print a whole run, from logs without a cache, beside the same commands of the reference: time and peak memory.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, root } from '../lib/run_tool.mjs';

/** Arguments before the logs; OUT is a path of a scratch folder. */
const COMMANDS = {
  statistics: ['statistics'],
  trace: ['trace', '-o', 'OUT'],
  archive: ['archive', '-o', 'OUT'],
};

/** Wall and processor seconds, and the most memory of any process of the command. */
export async function measureExports(log, reference, names = Object.keys(COMMANDS)) {
  const rows = [];
  for (const name of names) {
    const ours = await measure(pinnedNode(), [join(root, 'bin', 'legion_prof.mjs'), ...COMMANDS[name], '--no-cache', ...log.files]);
    rows.push({ log: log.name, rawBytes: log.rawBytes, command: name, ours, reference: reference && (await measure(reference, [...COMMANDS[name], ...log.files])) });
  }
  return rows;
}

export function printExports(rows) {
  const text = (of) => (of === undefined ? '–' : of.failed ?? `${of.seconds.toFixed(1)} s, ${of.cpuSeconds.toFixed(1)} s of processor, ${(of.peakBytes / 1e6).toFixed(0)} MB`);
  for (const { log, command, ours, reference } of rows) console.log(`  ${log} ${command}: ours ${text(ours)}; reference ${text(reference)}`);
}

/** GNU time adds up what a command and its children took. */
function measure(binary, args) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-export-'));
  const given = args.map((arg) => (arg === 'OUT' ? join(folder, 'out') : arg));
  return new Promise((resolve) => {
    execFile('/usr/bin/time', ['-f', 'TIME %e %U %S %M', binary, ...given], { maxBuffer: 1 << 28, cwd: folder }, (error, _stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true });
      const [, seconds, user, system, kilobytes] = /TIME (\S+) (\S+) (\S+) (\d+)\s*$/.exec(stderr) ?? [];
      resolve(error !== null ? { failed: `failed (${error.code})` } : { seconds: Number(seconds), cpuSeconds: Number(user) + Number(system), peakBytes: Number(kilobytes) * 1024 });
    });
  });
}
