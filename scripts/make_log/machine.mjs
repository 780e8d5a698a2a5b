// Processors and memories of one rank, and the records at the head of a log that describe them and the names.
import { BACKTRACES, backtraceText, MAPPER_CALLS, MESSAGES, metaNames, opNames, provenanceTexts, RUNTIME_CALLS, TASKS } from './names.mjs';

const KIND = { gpu: 1, cpu: 2, utility: 3, io: 4, omp: 7, python: 8, external: 0 };

/** Numbers of processors and memories of a rank, in the sense of encoders.mjs. The main thread comes after the real processors. */
export function machineOf(rank, shape, version) {
  const procs = [{ kind: KIND.utility, count: 1 }, { kind: KIND.cpu, count: shape.cpus }, { kind: KIND.omp, count: shape.omps }, { kind: KIND.python, count: shape.pys }, { kind: KIND.gpu, count: shape.gpus }]
    .flatMap(({ kind, count }) => Array.from({ length: count }, () => kind))
    .map((kind, i) => ({ id: rank * 4096 + i, kind }));
  const main = { id: rank * 4096 + procs.length, kind: version >= 1010 ? KIND.external : KIND.io };
  const of = (kind) => procs.filter((proc) => proc.kind === kind).map((proc) => proc.id);
  const memories = [{ id: rank * 256, kind: 2, capacity: 64 * 2 ** 30 }, { id: rank * 256 + 1, kind: 2, capacity: 0 }];
  if (shape.gpus > 0) memories.push({ id: rank * 256 + 2, kind: 5, capacity: 16 * 2 ** 30 });
  const gpus = of(KIND.gpu);
  for (const i of gpus.keys()) memories.push({ id: rank * 256 + 3 + i, kind: 6, capacity: 80 * 2 ** 30 });
  return { procs, main, utility: procs[0].id, workers: [...of(KIND.cpu), ...of(KIND.omp), ...of(KIND.python)], gpus, memories, sysmem: rank * 256, framebuffer: (gpu) => rank * 256 + 3 + gpu };
}

/** MachineDesc … backtraces. `zeroTime` is absolute ns. */
export function describe(emit, { version, maxDim, rank, ranks, zeroTime }, machine) {
  emit.MachineDesc({ node_id: rank, num_nodes: ranks, version, hostname: `node${rank >> 2}`, host_id: 0x7f0100 + (rank >> 2), process_id: 4000 + rank });
  emit.ZeroTime({ zero_time: zeroTime + BigInt(rank * 3517) });
  const metas = metaNames(version);
  for (const [kind, name] of metas.entries()) emit.MetaDesc({ kind, message: false, ordered_vc: false, name });
  for (const [i, name] of MESSAGES.entries()) emit.MetaDesc({ kind: metas.length + i, message: true, ordered_vc: i % 2 === 0, name });
  for (const [kind, name] of opNames(version).entries()) emit.OpDesc({ kind, name });
  emit.MaxDimDesc({ max_dim: maxDim });
  emit.RuntimeConfig({});
  for (const [kind, name] of MAPPER_CALLS.entries()) emit.MapperCallDesc({ kind, name });
  for (const [kind, name] of RUNTIME_CALLS.entries()) emit.RuntimeCallDesc({ kind, name });
  for (const [task_id, name] of TASKS) {
    emit.TaskKind({ task_id, name: `unnamed_task_${task_id}`, overwrite: false });
    emit.TaskKind({ task_id, name, overwrite: true });
    for (const variant_id of [0, 1]) emit.TaskVariant({ task_id, variant_id, name: variant_id === 0 ? name : 'CPU_VARIANT' });
  }
  emit.TaskKind({ task_id: 1048576, name: 'External Thread', overwrite: true });
  emit.TaskVariant({ task_id: 1048576, variant_id: 0, name: 'External Thread' });
  describeMachine(emit, machine);
  for (const [i, prov] of provenanceTexts().entries()) emit.Provenance({ provenance: i + 1, prov });
  for (let id = 1; id <= BACKTRACES; id++) emit.BacktraceDesc({ backtrace_id: id, backtrace: backtraceText(id) });
}

function describeMachine(emit, machine) {
  for (const mapper_proc of machine.workers) emit.MapperName({ mapper_id: 0, mapper_proc, name: 'Default Mapper' });
  const uuid = (id) => Array.from({ length: 16 }, (_, i) => (id * 37 + i * 11) & 0xff);
  for (const { id, kind } of [...machine.procs, machine.main]) emit.ProcDesc({ proc_id: id, kind, uuid_size: 16, cuda_device_uuid: uuid(id) });
  for (const { id, kind, capacity } of machine.memories) emit.MemDesc({ mem_id: id, kind, capacity });
  for (const { id: proc_id } of machine.procs) {
    for (const { id: mem_id } of machine.memories) emit.ProcMDesc({ proc_id, mem_id, bandwidth: 100, latency: 5 });
  }
}
