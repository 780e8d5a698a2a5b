// What a step does to data: instances come and go, copies and fills run, partitions are computed. Each function emits the records
// of one rank and step (see simulate.mjs, which calls them with its Rank).
import { OP } from './names.mjs';
import { FIRST_SUBSPACE, SUBSPACES } from './data_model.mjs';
import { INST_SLOT, PUBLIC_INSTS } from './slots.mjs';
import { at, cell } from './times.mjs';

/** Instances with layout, fields and the profiling task of their allocation; the first of a step lives longest. */
export function instances(rank, launch) {
  const { emit, shape, machine } = rank;
  const { start, stop } = rank.firstMeta(rank.now);
  const [profFrom, profTo] = rank.within(0.9, 0.98);
  rank.insts = Array.from({ length: Math.max(0, shape.insts - PUBLIC_INSTS) }, () => rank.local());
  for (let i = 0; i < shape.insts; i++) {
    const inst_uid = rank.inst(i);
    const create = at(start, stop, (i + 1) / (shape.insts + 2));
    const life = (1 + rank.random.below(i === 0 ? 40 : 3)) * shape.periodNs;
    const space = FIRST_SUBSPACE + ((rank.now + i) % SUBSPACES);
    const mem_id = machine.gpus.length > 0 && i % 2 === 1 ? machine.framebuffer(i % machine.gpus.length) : machine.sysmem;
    const inst_id = rank.run.rank * 2 ** 32 + (mem_id % 256) * 2 ** 22 + ((rank.now * shape.insts + i) % 2 ** 22);
    emit.PhysicalInstRegionDesc({ inst_uid, ispace_id: space, fspace_id: 1, tree_id: 1 });
    for (const field_id of [0, 1]) emit.PhysicalInstLayoutDesc({ inst_uid, field_id, fspace_id: 1, has_align: true, eqk: 4, align_desc: 64 });
    emit.PhysicalInstDimOrderDesc({ inst_uid, dim: 0, dim_kind: 0 });
    emit.PhysicalInstDimOrderDesc({ inst_uid, dim: 1, dim_kind: 9 });
    emit.PhysicalInstanceSpaces({ inst_uid, union_space: space, piece_space: 0 });
    emit.InstTimelineInfo({ inst_uid, inst_id, mem_id, size: 4096 * (1 + rank.random.below(4096)), op_id: launch, create, ready: create + 900, destroy: create + 900 + life, creator: rank.meta0 });
    if (i !== 1) emit.InstanceReadyInfo({ result: rank.local(), precondition: i % 3 === 2 ? rank.local() : 0, inst_uid, performed: create + 900 });
    const [profStart, profStop] = cell(profFrom, profTo, i, shape.insts);
    emit.ProfTaskInfo({ proc_id: machine.utility, op_id: launch, start: profStart, stop: profStop, creator: inst_uid, fevent: rank.local(), completion: false });
  }
}

/** Copies to the next rank, every sixteenth step one with an indirection, and fills of our own memory. */
export function copiesAndFills(rank, tasks) {
  const { emit, shape, machine, run } = rank;
  const [from, to] = rank.within(0.26, 0.9);
  const { start, stop } = rank.firstMeta(rank.now);
  const peer = (run.rank + 1) % run.ranks;
  const create = at(start, stop, 0.8);
  for (let i = 0; i < shape.copies; i++) {
    const [a, b] = cell(from, to, i, shape.copies);
    const op_id = rank.operation(OP.copy, 1 + rank.random.below(40));
    const fevent = rank.local();
    const expr = FIRST_SUBSPACE + (i % SUBSPACES);
    emit.CopyInfo({ op_id, size: 8 * (1 + rank.random.below(1 << 20)), create, ready: Math.min(a, create + 900), start: a, stop: b, creator: rank.meta0, critical: tasks[0].start < create ? tasks[0].fevent : 0, fevent, collective: 0, reduction: 0, copy_expr: expr });
    const ends = { src: machine.sysmem, dst: peer * 256, src_inst: rank.inst(0), dst_inst: rank.event(rank.now, INST_SLOT, peer), src_expr: expr, dst_expr: expr, fevent, num_hops: 1 };
    if (rank.now % 16 === 0 && i === 0) emit.CopyInstInfo({ ...ends, dst: -1, dst_inst: 0, src_fid: 2, dst_fid: 0, indirect: true });
    for (const fid of [0, 1]) emit.CopyInstInfo({ ...ends, src_fid: fid, dst_fid: fid, indirect: false });
  }
  for (let i = 0; i < shape.fills; i++) {
    const [a, b] = cell(from, to, i, shape.fills);
    const op_id = rank.operation(OP.fill, 1 + rank.random.below(40));
    const fevent = rank.local();
    emit.FillInfo({ op_id, size: 4096, create, ready: Math.min(a, create + 50), start: a, stop: at(a, b, 0.5), creator: rank.meta0, critical: 0, fevent, collective: 0, fill_expr: FIRST_SUBSPACE });
    emit.FillInstInfo({ dst: machine.sysmem, fid: 0, dst_inst: rank.inst(0), fevent });
  }
}

/** Dependent partitioning, all kinds in turn. */
export function partitions(rank) {
  const { emit, shape, machine } = rank;
  const [from, to] = rank.within(0.3, 0.5);
  const { start, stop } = rank.firstMeta(rank.now);
  const create = at(start, stop, 0.7);
  for (let i = 0; i < shape.parts; i++) {
    const [a, b] = cell(from, to, i, shape.parts);
    const fevent = rank.local();
    emit.PartitionInfo({ op_id: rank.operation(OP.partition, 0), part_op: (rank.now + i) % 16, create, ready: create + 100, start: a, stop: b, creator: rank.meta0, critical: 0, fevent });
    emit.PartitionInstInfo({ src: machine.sysmem, fid: 0, src_inst: rank.inst(0), src_expr: FIRST_SUBSPACE, fevent });
  }
}
