// Writes the logs of a made-up run: valid in every reference that resolves, every call that nests, every time that is in order,
// so that the reference reader of the version accepts them. Memory is flat: a rank is made step by step and streamed out.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSIONS } from './formats.mjs';
import { describe, machineOf } from './machine.mjs';
import { SHAPES, shapeOfRank } from './shapes.mjs';
import { Rank } from './simulate.mjs';
import { LogSink } from './sink.mjs';

const RUNTIMES = { 1009: 'legion-25.09.0', 1010: 'legion-25.12.0-22-g4679528b4', 1011: 'legion-25.12.0-75-g7b770cff5-dirty', 1012: 'legion-26.03.0' };
const PREALM_RUNTIME = '8f1f0b6a2f0c4a54a8a9f0d0c1f0a2b3c4d5e6f7';
const ZERO_TIME = 1_795_365_405_002_592_771n;

/** Records that are items of a timeline, and how many each is. */
const ITEMS = {
  TaskInfo: 1, ImplicitTaskInfo: 1, GPUTaskInfo: 2, MetaInfo: 1, MessageInfo: 1, MapperCallInfo: 1, RuntimeCallInfo: 1, ApplicationCallInfo: 1,
  ProfTaskInfo: 1, CopyInfo: 1, FillInfo: 1, PartitionInfo: 1, InstTimelineInfo: 1, AsyncEffectInfo: 1,
};

/** See write_logs.d.mts. */
export async function writeLogs(options) {
  const settings = {
    ranks: 1, items: 10_000, shape: 'balanced', version: 1008, seed: 1, gzip: true, level: 1, maxDim: 3, isPrealm: false, name: 'prof_%',
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  };
  check(settings);
  await mkdir(settings.out, { recursive: true });
  const steps = stepsFor(settings);
  const paths = [];
  const counts = {};
  let rawBytes = 0;
  let bytes = 0;
  for (let rank = 0; rank < settings.ranks; rank++) {
    const path = join(settings.out, `${settings.name.replace('%', String(rank))}${settings.name.includes('.') ? '' : settings.gzip ? '.gz' : '.log'}`);
    const written = await writeRank(settings, rank, steps, path);
    for (const [name, count] of written.counts) counts[name] = (counts[name] ?? 0) + count;
    rawBytes += written.rawBytes;
    bytes += (await stat(path)).size;
    paths.push(path);
  }
  return { paths, steps, bytes, rawBytes, records: sum(Object.values(counts)), items: itemsIn(counts), counts };
}

async function writeRank(settings, rank, steps, path) {
  const { version, maxDim, isPrealm, gzip, level } = settings;
  const runtime = isPrealm ? PREALM_RUNTIME : RUNTIMES[version] ?? '';
  const sink = new LogSink({ path, version, maxDim, isPrealm, runtime, gzip, level });
  const simulation = startRank(settings, rank, steps, sink.emit);
  simulation.begin();
  for (let step = 0; step < steps; step++) {
    simulation.step(step);
    await sink.settle();
  }
  simulation.end();
  await sink.close();
  return { counts: sink.counts, rawBytes: sink.rawBytes };
}

function startRank({ shape: shapeName, version, ranks, seed, maxDim, isPrealm }, rank, steps, emit) {
  const machine = machineOf(rank, shapeOfRank(shapeName, rank, ranks), version);
  describe(emit, { version, maxDim, rank, ranks, zeroTime: ZERO_TIME }, machine);
  return new Rank({ rank, ranks, steps, seed, shapeName, version, isPrealm, maxDim, span: Rank.span({ shapeName, ranks }) }, machine, emit);
}

/** Steps that give about as many items as asked for: all ranks take the same steps, as messages and copies go between them. */
function stepsFor(settings) {
  const SAMPLE = 8;
  let perSample = 0;
  for (let rank = 0; rank < settings.ranks; rank++) {
    const counts = {};
    const isThere = new Set(LogSink.namesOf(settings));
    const emit = new Proxy({}, { get: (_, name) => () => { if (isThere.has(name)) counts[name] = (counts[name] ?? 0) + 1; } });
    const simulation = startRank(settings, rank, SAMPLE, emit);
    for (let step = 0; step < SAMPLE; step++) simulation.step(step);
    perSample += itemsIn(counts);
  }
  return Math.max(1, Math.round((settings.items * SAMPLE) / perSample));
}

function itemsIn(counts) {
  return sum(Object.entries(counts).map(([name, count]) => (ITEMS[name] ?? 0) * count));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function check({ version, shape, ranks, items, maxDim, out }) {
  if (!VERSIONS.includes(version)) throw new Error(`version ${version} is none of ${VERSIONS.join(', ')}`);
  if (!(shape in SHAPES)) throw new Error(`shape "${shape}" is none of ${Object.keys(SHAPES).join(', ')}`);
  if (!(ranks >= 1 && ranks <= 1024)) throw new Error('ranks must be 1 to 1024');
  if (!(items >= 1)) throw new Error('items must be at least 1');
  if (!(maxDim >= 1 && maxDim <= 9)) throw new Error('maxDim must be 1 to 9');
  if (typeof out !== 'string') throw new Error('out must name a folder');
}
