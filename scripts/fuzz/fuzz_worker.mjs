// One worker process of `npm run fuzz`: takes { seed, from, to }, reports each case before it runs and the sum at the end.
import { runCases, seedLogs } from './cases.mjs';

const logs = await seedLogs();
process.on('message', async ({ seed, from, to }) => {
  const result = await runCases(logs, seed, from, to, (number, what) => {
    if (number % 50 === 0) process.send({ at: number, what });
  });
  process.send({ done: result, peakMib: process.resourceUsage().maxRSS / 1024 });
});
process.send({ isReady: true });
