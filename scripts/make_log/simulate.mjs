// One rank of a made-up run, step by step. Each step is a function of (seed, rank, step) alone, so that a rank can name what
// another one does (messages, copies) without the two knowing each other, and so that memory stays flat.
//
// A step of length P, beginning at T:
//   main thread   |--- range | range | range ------------------------------------| calls and now and then a wait inside
//   utility       |.meta.meta.meta.meta|.message.|                        |.prof.|   calls inside meta tasks
//   processors                           |--- task ---|--- task ---|--- task ---|    calls and waits inside
//   GPU device                              |-- kernel --|  |-- kernel --|
//   channels                             |- copy -| |- copy -| |- fill -|
//   memories          |== instance ==================================================================… some steps on
import { copiesAndFills, instances, partitions } from './data_flow.mjs';
import { describeData, FIRST_SUBSPACE, SUBSPACES } from './data_model.mjs';
import { BARRIER } from './encoders.mjs';
import { BACKTRACES, FIRST_RANGE, MAPPER_CALLS, MESSAGES, metaNames, OP, RANGES, RUNTIME_CALLS, TASKS } from './names.mjs';
import { hash, random } from './random.mjs';
import { shapeOfRank } from './shapes.mjs';
import { FIRST_LOCAL_SLOT, INST_SLOT, META_SLOT, PUBLIC_INSTS } from './slots.mjs';
import { at, cell } from './times.mjs';

/** First step begins here, ns; real programs start up for a while. */
const BEGIN_NS = 50_000_000;
const ALL_ONES = -1;

export class Rank {
  /**
   * @param {object} run rank, ranks, steps, seed, shapeName, version, isPrealm, maxDim
   * @param {object} machine see machine.mjs
   * @param {Record<string, (record: object) => void>} emit takes the records
   */
  constructor(run, machine, emit) {
    this.run = run;
    this.machine = machine;
    this.emit = emit;
    this.shape = shapeOfRank(run.shapeName, run.rank, run.ranks);
    this.metaKinds = metaNames(run.version).length;
    this.endNs = BEGIN_NS + run.steps * this.shape.periodNs;
    this.topOp = run.ranks + run.rank;
    this.topEvent = this.event(-1, META_SLOT);
  }

  /** Event numbers and operation numbers of a step start at multiples of these, on every rank of the run. */
  static span({ shapeName, ranks }) {
    const s = shapeOfRank(shapeName, 0, ranks);
    const procs = s.cpus + s.omps + s.pys;
    const tasks = procs * s.tasksPerProc * 2 + s.gpus * s.kernelsPerGpu;
    const events = FIRST_LOCAL_SLOT + s.metas * 4 + s.messages * 2 + tasks * 3 + procs * s.tasksPerProc * s.waitsPerTask + s.copies + s.fills + s.insts * 4 + s.parts + s.chain + 64;
    return { events: 2 ** Math.ceil(Math.log2(events)), ops: 16 + tasks + s.copies + s.fills + s.parts };
  }

  event(step, slot, rank = this.run.rank) {
    return rank * 2 ** 32 + (step + 1) * this.run.span.events + slot;
  }

  op(step, n) {
    return ((step + 2) * this.run.span.ops + n) * this.run.ranks + this.run.rank;
  }

  /** Beginning of the first meta task of a step on any rank, and its end: what messages and copies are sent from. */
  firstMeta(step, rank = this.run.rank) {
    const { metas, periodNs } = rank === this.run.rank ? this.shape : shapeOfRank(this.run.shapeName, rank, this.run.ranks);
    const [start, stop] = cell(this.startOf(step) + 0.02 * periodNs, this.startOf(step) + 0.2 * periodNs, 0, metas);
    return { start, stop };
  }

  startOf(step) {
    return BEGIN_NS + step * this.shape.periodNs;
  }

  /** What is told once: the data model (by rank 0) and the main thread, whose times are known from the start. */
  begin() {
    const { emit, run, machine } = this;
    if (run.rank === 0) describeData(emit);
    emit.OperationInstance({ op_id: this.topOp, parent_id: ALL_ONES, kind: OP.task, provenance: 0 });
    const main = { task_id: TASKS[0][0], variant_id: 0, proc_id: machine.main.id, creator: 0, critical: 0 };
    const start = BEGIN_NS - 5_000_000;
    const top = { ...main, op_id: this.topOp, create: start, ready: start, start, stop: this.endNs + 1_000_000, fevent: this.topEvent };
    // Before 1007 the implicit task was an ordinary one.
    if (run.version >= 1007) emit.ImplicitTaskInfo(top);
    else emit.TaskInfo(top);
    if (run.version < 1007 || run.isPrealm) return;
    const outer = { op_id: this.op(-1, 1), task_id: 1048576, variant_id: 0 };
    emit.ImplicitTaskInfo({ ...main, ...outer, create: start - 1000, ready: start - 1000, start: start - 1000, stop: top.stop + 1000, fevent: this.event(-1, 3) });
    emit.TaskWaitInfo({ ...outer, wait_start: start, wait_ready: top.stop, wait_end: top.stop, wait_event: this.topEvent });
  }

  step(step) {
    this.now = step;
    this.slot = FIRST_LOCAL_SLOT;
    this.ops = 0;
    this.random = random(hash(this.run.seed, this.run.rank, step));
    this.meta0 = this.event(step, META_SLOT);
    const metas = this.#metas();
    this.chainEnd = this.#chain(metas[0]);
    const launch = this.operation(OP.task, 1 + this.random.below(40));
    const taskId = TASKS[1 + (step % (TASKS.length - 1))][0];
    this.emit.MultiTask({ op_id: launch, task_id: taskId });
    instances(this, launch);
    this.#messages();
    const tasks = [...this.#tasks(launch, taskId, metas), ...this.#kernels(launch, taskId)];
    copiesAndFills(this, tasks);
    partitions(this);
    this.#mainThread();
    this.#rareEvents(tasks, metas);
  }

  end() {
    this.emit.CalibrationErr({ calibration_err: (hash(this.run.seed, this.run.rank) % 20_000_000) - 10_000_000 });
  }

  local() {
    if (this.slot >= this.run.span.events) throw new Error('a step has more events than were counted for it');
    return this.event(this.now, this.slot++);
  }

  operation(kind, provenance, parent = this.topOp) {
    const op_id = this.op(this.now, this.ops++);
    this.emit.OperationInstance({ op_id, parent_id: parent, kind, provenance });
    return op_id;
  }

  within(from, to) {
    const { periodNs } = this.shape;
    return [this.startOf(this.now) + from * periodNs, this.startOf(this.now) + to * periodNs];
  }

  inst(i) {
    return i < PUBLIC_INSTS ? this.event(this.now, INST_SLOT + i) : this.insts[i - PUBLIC_INSTS];
  }

  #metas() {
    const { emit, shape, machine } = this;
    const [from, to] = this.within(0.02, 0.2);
    const metas = [];
    let creator = this.topEvent;
    let create = Math.floor(from) - 2000;
    for (let i = 0; i < shape.metas; i++) {
      const [start, stop] = cell(from, to, i, shape.metas);
      const fevent = i === 0 ? this.meta0 : this.local();
      const op_id = i % 3 === 0 ? 0 : this.op(this.now, i % 4);
      const lg_id = 1 + ((this.now + i) % (this.metaKinds - 1));
      emit.MetaInfo({ op_id, lg_id, proc_id: machine.utility, create, ready: Math.min(start, create + 300), start, stop, creator, critical: 0, fevent });
      if (i % 6 === 5) {
        const wait = { wait_start: at(start, stop, 0.7), wait_ready: at(start, stop, 0.8), wait_end: at(start, stop, 0.9), wait_event: this.local() };
        emit.MetaWaitInfo({ op_id, lg_id, ...wait });
        this.#waitInfo(machine.utility, fevent, wait.wait_event);
      }
      for (let c = 0; c < shape.callsPerMeta; c++) {
        const [callStart, callStop] = cell(at(start, stop, 0.1), at(start, stop, 0.6), c, shape.callsPerMeta);
        this.#mapperCall(callStart, callStop, machine.utility, fevent, op_id);
      }
      const performed = at(start, stop, 0.95);
      emit.EventTriggerInfo({ result: this.local(), fevent, precondition: i % 4 === 0 ? this.local() : 0, performed });
      creator = fevent;
      create = at(start, stop, 0.96);
      metas.push({ fevent, start, stop });
    }
    return metas;
  }

  /** Mergers in a row, told the last first; gives the last. */
  #chain({ fevent, start, stop }) {
    const { chain } = this.shape;
    if (chain === 0) return undefined;
    const events = Array.from({ length: chain }, () => this.local());
    for (let i = chain - 1; i >= 0; i--) {
      this.emit.EventMergerInfo({ result: events[i], fevent, performed: at(start, stop, 0.1), pre0: i === 0 ? this.meta0 : events[i - 1], pre1: 0, pre2: 0, pre3: 0 });
    }
    return events[chain - 1];
  }

  #messages() {
    const { emit, shape, machine, run } = this;
    if (run.ranks < 2) return;
    const [from, to] = this.within(0.205, 0.25);
    const sender = (run.rank + run.ranks - 1) % run.ranks;
    const sent = this.firstMeta(this.now, sender);
    for (let i = 0; i < shape.messages; i++) {
      const [start, stop] = cell(from, to, i, shape.messages);
      const spawn = at(sent.start, sent.stop, (i + 1) / (shape.messages + 2));
      const create = spawn + 4000 + this.random.below(2000);
      emit.MessageInfo({
        op_id: 0, lg_id: this.metaKinds + (i % MESSAGES.length), proc_id: machine.utility, spawn, create: Math.min(create, start), ready: Math.min(create + 200, start), start, stop,
        creator: this.event(this.now, META_SLOT, sender), critical: 0, fevent: this.local(),
      });
    }
  }

  #tasks(launch, taskId, metas) {
    const { shape, machine } = this;
    const [from, to] = this.within(0.26, 0.995);
    const tasks = [];
    for (const [p, proc] of machine.workers.entries()) {
      for (let t = 0; t < shape.tasksPerProc; t++) {
        const [slotStart, slotStop] = cell(from, to, t, shape.tasksPerProc);
        const start = Math.floor(slotStart + (slotStop - slotStart) * 0.2 * this.random.next());
        const stop = Math.floor(slotStop - (slotStop - slotStart) * (p === 0 ? 0.02 : 0.3) * this.random.next());
        // Siblings make one task huge, not all.
        const calls = shape.callsPerTask > 1000 && p > 0 ? 2 : shape.callsPerTask;
        const waits = shape.waitsPerTask > 1000 && p > 0 ? 2 : shape.waitsPerTask;
        tasks.push(this.#task({ proc, start, stop, launch, taskId, calls, waits, meta: metas[(p + t) % metas.length] }));
      }
    }
    return tasks;
  }

  #task({ proc, start, stop, launch, taskId, calls, waits, meta }) {
    const { emit } = this;
    const op_id = this.operation(OP.task, 1 + this.random.below(40));
    emit.SliceOwner({ parent_id: launch, op_id });
    const fevent = this.local();
    const create = at(meta.start, meta.stop, 0.5);
    const kind = { op_id, task_id: taskId, variant_id: 1 };
    emit.TaskInfo({ ...kind, proc_id: proc, create, ready: Math.min(start, create + 5000), start, stop, creator: meta.fevent, critical: this.now % 2 === 0 ? this.chainEnd ?? meta.fevent : 0, fevent });
    emit.SpawnInfo({ fevent, spawn: create - 200 });
    const parts = calls + waits;
    for (let i = 0; i < parts; i++) {
      const [a, b] = cell(start, stop, i, parts);
      // Waits first in every turn of calls, so that both kinds mix.
      if (Math.floor(((i + 1) * waits) / parts) > Math.floor((i * waits) / parts)) this.#wait(kind, proc, fevent, a, b, i === 0 && waits > 8 ? meta : undefined, launch);
      else this.#nestedCalls(a, b, this.shape.depth, proc, fevent, op_id, i);
    }
    const uses = { inst_uid: this.inst(op_id % Math.min(PUBLIC_INSTS, this.shape.insts)), fevent, op_id: this.run.isPrealm ? fevent : op_id };
    emit.PhysicalInstanceUsage({
      ...uses, index_id: 0, field_id: 0, start, stop: op_id % 2 === 0 ? ALL_ONES : stop, index_expr: FIRST_SUBSPACE + (op_id % SUBSPACES),
      field: 0, index: op_id % 16 === 0 ? -1 : 0, mode: [7, 1, 4][op_id % 3], redop: 1048577,
    });
    return { fevent, start, stop, proc };
  }

  #wait(kind, proc, fevent, start, stop, nestIn, launch) {
    const wait_event = this.local();
    this.emit.TaskWaitInfo({ ...kind, wait_start: start, wait_ready: at(start, stop, 0.7), wait_end: at(start, stop, 0.8), wait_event });
    this.#waitInfo(proc, fevent, wait_event);
    // Another task runs while this one waits: a second level on the processor.
    if (nestIn !== undefined) this.#task({ proc, start: at(start, stop, 0.1), stop: at(start, stop, 0.6), launch, taskId: TASKS[1][0], calls: 1, waits: 0, meta: nestIn });
  }

  #waitInfo(proc_id, fevent, wait_event) {
    this.emit.EventWaitInfo({ proc_id, fevent, wait_event, provenance: 0, backtrace_id: 1 + this.random.below(BACKTRACES) });
  }

  #nestedCalls(start, stop, depth, proc, fevent, op_id, seed) {
    for (let [a, b, level] = [start, stop, 0]; level < depth && b - a >= 3; level++) {
      const sort = (seed + level) % 3;
      if (sort === 0) this.#mapperCall(a, b, proc, fevent, op_id);
      else if (sort === 1) this.emit.RuntimeCallInfo({ kind: (seed + level) % RUNTIME_CALLS.length, start: a, stop: b, proc_id: proc, fevent });
      else this.emit.ApplicationCallInfo({ provenance: FIRST_RANGE + (level % RANGES.length), start: a, stop: b, proc_id: proc, fevent });
      [a, b] = [at(a, b, 0.1), at(a, b, 0.9)];
    }
  }

  #mapperCall(start, stop, proc_id, fevent, op_id) {
    this.emit.MapperCallInfo({ mapper_id: 0, mapper_proc: this.machine.workers[0], kind: 2 + (start % (MAPPER_CALLS.length - 2)), op_id, start, stop, proc_id, fevent });
  }

  #kernels(launch, taskId) {
    const { emit, shape, machine } = this;
    const [from, to] = this.within(0.26, 0.995);
    const meta = this.firstMeta(this.now);
    const tasks = [];
    for (const proc of machine.gpus) {
      for (let k = 0; k < shape.kernelsPerGpu; k++) {
        const [start, slotStop] = cell(from, to, k, shape.kernelsPerGpu);
        const op_id = this.operation(OP.task, 1 + this.random.below(40));
        emit.SliceOwner({ parent_id: launch, op_id });
        const fevent = this.local();
        const create = at(meta.start, meta.stop, 0.6);
        const stop = at(start, slotStop, 0.4);
        emit.GPUTaskInfo({
          op_id, task_id: taskId, variant_id: 1, proc_id: proc, create, ready: create + 100, start, stop, gpu_start: at(start, slotStop, 0.15), gpu_stop: at(start, slotStop, 0.6 + 0.35 * this.random.next()),
          creator: this.meta0, critical: 0, fevent,
        });
        emit.RuntimeCallInfo({ kind: 2, start: at(start, stop, 0.2), stop: at(start, stop, 0.8), proc_id: proc, fevent });
        tasks.push({ fevent, start, stop, proc });
      }
    }
    return tasks;
  }

  #mainThread() {
    const { emit, shape, machine } = this;
    const proc = machine.main.id;
    const [from, to] = this.within(0.01, 0.99);
    for (let i = 0; i < shape.ranges; i++) {
      let [a, b] = cell(from, to, i, shape.ranges);
      for (let level = 0; level < shape.rangeDepth; level++) {
        emit.ApplicationCallInfo({ provenance: FIRST_RANGE + ((i + level) % RANGES.length), start: a, stop: b, proc_id: proc, fevent: this.topEvent });
        [a, b] = [at(a, b, 0.05), at(a, b, 0.95)];
      }
      for (let c = 0; c < shape.callsPerRange; c++) {
        const [start, stop] = cell(a, b, c, shape.callsPerRange + 1);
        emit.RuntimeCallInfo({ kind: (i + c) % RUNTIME_CALLS.length, start, stop, proc_id: proc, fevent: this.topEvent });
      }
      if (this.now % 8 !== 7) continue;
      const [start, stop] = cell(a, b, shape.callsPerRange, shape.callsPerRange + 1);
      this.#wait({ op_id: this.topOp, task_id: TASKS[0][0], variant_id: 0 }, proc, this.topEvent, start, stop, undefined, 0);
    }
  }

  /** The event graph beyond triggers, and records that real logs have a few of. */
  #rareEvents(tasks, metas) {
    const { emit, run, now } = this;
    const { fevent, start, stop } = metas[metas.length - 1];
    const performed = at(start, stop, 0.9);
    const [pre0, pre1 = 0, pre2 = 0, pre3 = 0] = tasks.slice(0, 4).map((task) => task.fevent);
    emit.EventMergerInfo({ result: this.local(), fevent, performed, pre0, pre1, pre2, pre3 });
    emit.CompletionQueueInfo({ result: this.local(), fevent, performed, pre0, pre1: 0, pre2: 0, pre3: 0 });
    emit.BarrierArrivalInfo({ result: BARRIER + run.rank * 2 ** 32 + 2 ** 20 + (now % 1000), fevent, precondition: 0, performed });
    for (let phase = this.shape.phases; phase > 0; phase--) emit.BarrierArrivalInfo({ result: BARRIER + run.rank * 2 ** 32 + 2 ** 21 + phase - 1, fevent, precondition: 0, performed });
    if (now % 4 === 0) emit.ReservationAcquireInfo({ result: this.local(), fevent, precondition: 0, performed, reservation: 1 + (now % 3) });
    if (now % 256 === 255) emit.EventPoisonInfo({ result: this.local(), fevent, performed });
    if (now % 64 === 63 && this.shape.insts > 1) emit.InstanceRedistrictInfo({ result: this.local(), precondition: 0, previous: this.inst(0), next: this.inst(1), performed });
    const task = tasks[0];
    const within = { created: at(task.start, task.stop, 0.2), trigger: at(task.start, task.stop, 0.6), triggered: at(task.start, task.stop, 0.6) };
    if (now % 4 === 1) emit.ExternalEventInfo({ external: this.local(), fevent: task.fevent, ...within, prov: FIRST_RANGE });
    if (now % 4 === 2) emit.MakeValidInfo({ result: this.local(), fevent: task.fevent, space: FIRST_SUBSPACE, ...within });
    if (now % 4 === 3) emit.FetchMetadataInfo({ result: this.local(), fevent: task.fevent, inst_uid: this.inst(0), ...within });
    emit.AsyncEffectInfo({ provenance: FIRST_RANGE, start: within.created, stop: within.trigger, proc_id: task.proc, creator: task.fevent, fevent: this.local() });
  }
}
