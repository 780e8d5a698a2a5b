// `npm start` opens the bundled sample run; `npm start -- view LOGS…` is the program itself.
const args = process.argv.slice(2);
process.argv.splice(2, args.length, ...(args.length === 0 ? ['view', '--sample'] : args));
await import('../bin/legion_prof.mjs');
