// One measurement of the reference on the same log: from its start until its server answers /info.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { peakOf } from './engine.mjs';

export async function measureReference(binary, log) {
  const port = await freePort();
  const startMs = performance.now();
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), ...log.files], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The reference ended with exit code ${child.exitCode}.`);
      const answer = await fetch(`http://127.0.0.1:${port}/info`).then((response) => response.arrayBuffer(), () => undefined);
      if (answer !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { infoMs: performance.now() - startMs, peakBytes: peakOf(child.pid) };
  } finally {
    child.kill();
    await ended;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
