// The record layouts of log versions 1006 to 1012, as a table of our own: for each record its fields in binary order, with the
// versions that have them. Both the preamble and the encoders come from it, so that what we write is what we describe,
// except where the real writers describe something else on purpose (see `describedOnly` and `bytesOnly`).
// Source: legion runtime/legion/legion_profiling_serializer.cc of the releases 24.06 to 26.03.

export const VERSIONS = [1006, 1007, 1008, 1009, 1010, 1011, 1012];

/** A field: name, TYPE and size as the preamble says them, and how its value is encoded (see encoders.mjs). */
function field(type, size, encode) {
  return (name, since = 0, until = Infinity) => ({ name, type, size, encode, since, until });
}

const bool = field('bool', 1, 'u8');
const u32 = field('unsigned', 4, 'u32');
const str = field('string', -1, 'string');
const time = field('timestamp_t', 8, 'u64');
const i64 = field('long long', 8, 'u64');
const u64 = field('unsigned long long', 8, 'u64');
const op = field('UniqueID', 8, 'u64');
const uniqueId = field('UniqueID', 8, 'u64');
const event = field('unsigned long long', 8, 'event');
const hash = field('unsigned long long', 8, 'hash');
const space = field('unsigned long long', 8, 'space');
const proc = field('ProcID', 8, 'proc');
const mem = field('MemID', 8, 'mem');
const taskId = field('TaskID', 4, 'u32');
const variantId = field('VariantID', 4, 'u32');
const times = (...names) => names.map((name) => time(name));
/** The type name of index spaces became plain in 1010; their ids carry a tag from 1011 on where `encode` is 'space'. */
const spaceId = (name, encode) => [field('IDType', 8, encode)(name, 0, 1009), field('unsigned long long', 8, encode)(name, 1010)];
const fieldSpaceId = (name) => [u32(name, 0, 1008), u64(name, 1009)];

const critical = event('critical', 1007);
const task = [op('op_id'), taskId('task_id'), variantId('variant_id'), proc('proc_id'), ...times('create', 'ready', 'start', 'stop')];
const meta = [op('op_id'), u32('lg_id'), proc('proc_id')];
const made = [event('creator'), critical, event('fevent')];
const pres = [event('pre0'), event('pre1'), event('pre2'), event('pre3')];
const waits = [...times('wait_start', 'wait_ready', 'wait_end'), event('wait_event')];

function record(name, since, ...fields) {
  return { name, since, fields: fields.flat() };
}

/** In the order of the preambles that Legion writes. */
const RECORDS = [
  record('MapperName', 0, field('MapperID', 4, 'u32')('mapper_id'), proc('mapper_proc'), str('name')),
  record('MapperCallDesc', 0, u32('kind'), str('name')),
  record('RuntimeCallDesc', 0, u32('kind'), str('name')),
  record('MetaDesc', 0, u32('kind'), bool('message'), bool('ordered_vc'), str('name')),
  record('OpDesc', 0, u32('kind'), str('name')),
  record('ProcDesc', 0, proc('proc_id'), field('ProcKind', 4, 'u32')('kind'), field('uuid_size', 4, 'u32')('uuid_size'), field('uuid', 1, 'uuid')('cuda_device_uuid')),
  record('MaxDimDesc', 0, field('maxdim', 4, 'u32')('max_dim')),
  record('RuntimeConfig', 0, ['debug', 'spy', 'gc', 'inorder', 'safe_mapper', 'safe_runtime', 'safe_ctrlrepl', 'part_checks', 'bounds_checks', 'resilient'].map((name) => bool(name))),
  record('MachineDesc', 0, u32('node_id'), u32('num_nodes'), u32('version', 0, 1008), str('hostname'), u64('host_id'), u32('process_id')),
  record('CalibrationErr', 0, i64('calibration_err')),
  record('ZeroTime', 0, i64('zero_time')),
  record('Provenance', 0, hash('provenance'), str('prov')),
  record('MemDesc', 0, mem('mem_id'), field('MemKind', 4, 'u32')('kind'), u64('capacity')),
  record('ProcMDesc', 0, proc('proc_id'), mem('mem_id'), u32('bandwidth'), u32('latency')),
  record('IndexSpacePointDesc', 0, spaceId('unique_id', 'space'), u32('dim'), field('point', 8, 'point')('rem')),
  record('IndexSpaceRectDesc', 0, spaceId('unique_id', 'space'), u32('dim'), field('array', 8, 'array')('rem')),
  record('IndexSpaceEmptyDesc', 0, spaceId('unique_id', 'space')),
  record('FieldDesc', 0, uniqueId('unique_id'), u32('field_id'), u64('size'), str('name')),
  record('FieldSpaceDesc', 0, uniqueId('unique_id'), str('name')),
  record('PartDesc', 0, uniqueId('unique_id'), str('name')),
  record('IndexSpaceDesc', 0, uniqueId('unique_id'), str('name')),
  record('IndexSubSpaceDesc', 0, field('UniqueID', 8, 'part')('parent_id'), uniqueId('unique_id')),
  record('IndexPartitionDesc', 0, uniqueId('parent_id'), uniqueId('unique_id'), bool('disjoint'), u64('point0')),
  record('IndexSpaceSizeDesc', 0, field('UniqueID', 8, 'space')('unique_id'), u64('dense_size'), u64('sparse_size'), bool('is_sparse')),
  record('LogicalRegionDesc', 0, spaceId('ispace_id', 'u64'), fieldSpaceId('fspace_id'), u32('tree_id'), str('name')),
  record('PhysicalInstRegionDesc', 0, event('inst_uid'), spaceId('ispace_id', 'u64'), fieldSpaceId('fspace_id'), u32('tree_id')),
  record('PhysicalInstLayoutDesc', 0, event('inst_uid'), u32('field_id'), fieldSpaceId('fspace_id'), bool('has_align'), u32('eqk'), u32('align_desc')),
  record('PhysicalInstDimOrderDesc', 0, event('inst_uid'), u32('dim'), u32('dim_kind')),
  record('PhysicalInstanceSpaces', 1011, event('inst_uid'), space('union_space'), space('piece_space')),
  record('PhysicalInstanceUsage', 0, event('inst_uid'), event('fevent', 1011), op('op_id'), u32('index_id', 0, 1010), u32('field_id', 0, 1010),
    time('start', 1011), time('stop', 1011), space('index_expr', 1011), u32('field', 1011), u32('index', 1011), u32('mode', 1011), field('unsigned', 4, 'redop')('redop', 1011)),
  record('TaskKind', 0, taskId('task_id'), str('name'), bool('overwrite')),
  record('TaskVariant', 0, taskId('task_id'), variantId('variant_id'), str('name')),
  record('OperationInstance', 0, op('op_id'), op('parent_id'), u32('kind'), hash('provenance')),
  record('MultiTask', 0, op('op_id'), taskId('task_id')),
  record('SliceOwner', 0, uniqueId('parent_id'), op('op_id')),
  record('TaskWaitInfo', 0, op('op_id'), taskId('task_id'), variantId('variant_id'), waits),
  record('MetaWaitInfo', 0, op('op_id'), u32('lg_id'), waits),
  record('TaskInfo', 0, task, made),
  record('ImplicitTaskInfo', 1007, task, made),
  record('GPUTaskInfo', 0, task, times('gpu_start', 'gpu_stop'), made),
  record('MetaInfo', 0, meta, times('create', 'ready', 'start', 'stop'), made),
  record('MessageInfo', 0, meta, times('spawn', 'create', 'ready', 'start', 'stop'), made),
  record('CopyInfo', 0, op('op_id'), u64('size'), times('create', 'ready', 'start', 'stop'), made, u32('collective'), u32('reduction', 1011), space('copy_expr', 1011)),
  record('CopyInstInfo', 0, mem('src'), mem('dst'), u32('src_fid'), u32('dst_fid'), event('src_inst'), event('dst_inst'),
    space('src_expr', 1011), space('dst_expr', 1011), event('fevent'), u32('num_hops'), bool('indirect')),
  record('FillInfo', 0, op('op_id'), u64('size'), times('create', 'ready', 'start', 'stop'), made, u32('collective', 1011), space('fill_expr', 1011)),
  record('FillInstInfo', 0, mem('dst'), u32('fid'), event('dst_inst'), event('fevent')),
  record('InstTimelineInfo', 0, event('inst_uid'), field('InstID', 8, 'inst')('inst_id'), mem('mem_id'), u64('size'), op('op_id'), times('create', 'ready', 'destroy'), event('creator')),
  record('PartitionInfo', 0, op('op_id'), field('DepPartOpKind', 4, 'u32')('part_op'), times('create', 'ready', 'start', 'stop'), event('creator'), critical, event('fevent', 1007)),
  record('PartitionInstInfo', 1011, mem('src'), u32('fid'), event('src_inst'), space('src_expr'), event('fevent')),
  record('MapperCallInfo', 0, field('MapperID', 4, 'u32')('mapper_id'), proc('mapper_proc'), field('MappingCallKind', 4, 'u32')('kind'), op('op_id'), times('start', 'stop'), proc('proc_id'), event('fevent')),
  record('RuntimeCallInfo', 0, field('RuntimeCallKind', 4, 'u32')('kind'), times('start', 'stop'), proc('proc_id'), event('fevent')),
  record('ApplicationCallInfo', 0, hash('provenance'), times('start', 'stop'), proc('proc_id'), event('fevent')),
  record('ExternalEventInfo', 1010, event('external'), event('fevent'), times('created', 'trigger'), hash('prov')),
  record('BacktraceDesc', 0, hash('backtrace_id'), str('backtrace')),
  record('EventWaitInfo', 0, proc('proc_id'), event('fevent'), event('wait_event'), hash('provenance', 1010), hash('backtrace_id')),
  record('EventMergerInfo', 1007, event('result'), event('fevent'), time('performed'), pres),
  record('EventTriggerInfo', 1007, event('result'), event('fevent'), event('precondition'), time('performed')),
  record('EventPoisonInfo', 1007, event('result'), event('fevent'), time('performed')),
  record('BarrierArrivalInfo', 1007, event('result'), event('fevent'), event('precondition'), time('performed')),
  record('ReservationAcquireInfo', 1007, event('result'), event('fevent'), event('precondition'), time('performed'), field('unsigned long long', 8, 'reservation')('reservation')),
  record('InstanceReadyInfo', 1007, event('result'), event('precondition'), event('inst_uid'), time('performed')),
  record('InstanceRedistrictInfo', 1008, event('result'), event('precondition'), event('previous'), event('next'), time('performed')),
  record('CompletionQueueInfo', 1007, event('result'), event('fevent'), time('performed'), pres),
  record('ProfTaskInfo', 0, proc('proc_id'), op('op_id'), times('start', 'stop'), event('creator'), event('fevent'), bool('completion', 1007)),
  record('MakeValidInfo', 1012, event('result'), event('fevent'), space('space'), times('created', 'triggered')),
  record('FetchMetadataInfo', 1012, event('result'), event('fevent'), event('inst_uid'), times('created', 'triggered')),
];

/** Numbers are given in this order, from 1 on, to the records that a version has; that is how real versions got theirs. */
const NUMBERING = [
  'MapperName', 'MapperCallDesc', 'RuntimeCallDesc', 'MetaDesc', 'OpDesc', 'ProcDesc', 'MemDesc', 'MaxDimDesc', 'RuntimeConfig', 'MachineDesc',
  'TaskKind', 'TaskVariant', 'OperationInstance', 'MultiTask', 'SliceOwner', 'TaskWaitInfo', 'MetaWaitInfo', 'TaskInfo', 'MetaInfo', 'CopyInfo',
  'FillInfo', 'InstTimelineInfo', 'PartitionInfo', 'MessageInfo', 'MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo', 'ExternalEventInfo',
  'ImplicitTaskInfo', 'GPUTaskInfo', 'ProcMDesc', 'IndexSpacePointDesc', 'IndexSpaceRectDesc', 'IndexSpaceEmptyDesc', 'FieldDesc', 'FieldSpaceDesc',
  'PartDesc', 'IndexPartitionDesc', 'IndexSpaceDesc', 'IndexSubSpaceDesc', 'LogicalRegionDesc', 'PhysicalInstRegionDesc', 'PhysicalInstLayoutDesc',
  'PhysicalInstDimOrderDesc', 'PhysicalInstanceSpaces', 'PhysicalInstanceUsage', 'IndexSpaceSizeDesc', 'CopyInstInfo', 'FillInstInfo',
  'PartitionInstInfo', 'BacktraceDesc', 'EventWaitInfo', 'EventMergerInfo', 'EventTriggerInfo', 'EventPoisonInfo', 'BarrierArrivalInfo',
  'ReservationAcquireInfo', 'InstanceReadyInfo', 'InstanceRedistrictInfo', 'CompletionQueueInfo', 'ProfTaskInfo', 'ZeroTime', 'CalibrationErr',
  'Provenance', 'MakeValidInfo', 'FetchMetadataInfo',
];

/** What PRealm declares, in an order of its own, numbered from 0. */
const PREALM = [
  'MachineDesc', 'ZeroTime', 'CalibrationErr', 'MaxDimDesc', 'ProcDesc', 'MemDesc', 'ProcMDesc', 'TaskKind', 'TaskVariant', 'TaskInfo', 'GPUTaskInfo',
  'TaskWaitInfo', 'CopyInfo', 'CopyInstInfo', 'FillInfo', 'FillInstInfo', 'InstTimelineInfo', 'PhysicalInstanceUsage', 'Provenance',
  'BacktraceDesc', 'EventWaitInfo', 'EventMergerInfo', 'EventTriggerInfo', 'EventPoisonInfo', 'BarrierArrivalInfo', 'ReservationAcquireInfo',
  'InstanceReadyInfo', 'ProfTaskInfo', 'ExternalEventInfo', 'SpawnInfo', 'AsyncEffectInfo',
];
const PREALM_ONLY = [
  record('ExternalEventInfo', 0, event('external'), event('fevent'), times('created', 'trigger'), hash('prov')),
  // `create` is declared and never written; the collective of a fill is the reverse. Source: legion runtime/realm/prealm/prealm.cc.
  record('SpawnInfo', 0, event('fevent'), time('spawn'), { ...time('create'), describedOnly: true }),
  record('AsyncEffectInfo', 1009, hash('provenance'), times('start', 'stop'), proc('proc_id'), event('creator'), event('fevent')),
];

/**
 * Layouts of one version: `{ name, id, fields }` in preamble order.
 * @param {number} version 1006 to 1012
 * @param {boolean} isPrealm as PRealm writes them, not Legion
 */
export function formatsOf(version, isPrealm) {
  const ofVersion = ({ name, fields }) => ({ name, fields: fields.filter((one) => one.since <= version && version <= one.until) });
  if (isPrealm) {
    const all = [...PREALM_ONLY, ...RECORDS];
    const names = PREALM.filter((name) => all.find((one) => one.name === name).since <= version);
    return names.map((name, id) => ({ ...prealmDetails(ofVersion(all.find((one) => one.name === name))), id }));
  }
  const present = RECORDS.filter((one) => one.since <= version);
  const numbers = NUMBERING.filter((name) => present.some((one) => one.name === name));
  return present.map((one) => ({ ...ofVersion(one), id: numbers.indexOf(one.name) + 1 }));
}

function prealmDetails({ name, fields }) {
  if (name === 'PhysicalInstanceUsage') {
    // Its op_id is the finish event again.
    const changes = { redop: { describedOnly: true }, op_id: { encode: 'event' } };
    return { name, fields: fields.map((one) => ({ ...one, ...changes[one.name] })) };
  }
  if (name === 'FillInfo') return { name, fields: fields.map((one) => (one.name === 'collective' ? { ...one, bytesOnly: true } : one)) };
  return { name, fields };
}

/** The text preamble, blank line included. From 1009 on the first line has the version and the second one is free text. */
export function preambleOf(version, formats, runtime) {
  const head = version >= 1009 ? `FileType: BinaryLegionProf v: ${version}\n${runtime}\n` : 'FileType: BinaryLegionProf v: 1.0\n';
  const lines = formats.map(({ name, id, fields }) => {
    const described = fields.filter((one) => one.bytesOnly !== true).map((one) => `${one.name}:${one.type}:${one.size}`);
    return `${name} {id:${id}, ${described.join(', ')}}\n`;
  });
  return `${head}${lines.join('')}\n`;
}
