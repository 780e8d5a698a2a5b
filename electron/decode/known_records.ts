/**
 * What this program knows about record names: which exist in log versions 1006 to 1012, and which put something on the
 * timeline. Layouts are not here: every log describes its own in its preamble. Pure.
 */

/** Newest log version whose records were checked against real logs or its reader. Source: legion legion_profiling_version.h. */
export const NEWEST_VERSION = 1012;
/** Oldest one that real logs were checked for. */
export const OLDEST_VERSION = 1006;

/**
 * Records that become items of a track. Waits, events and instance usages carry times as well, but draw nothing without one of these.
 */
const TIMED_RECORDS: ReadonlySet<string> = new Set([
  'TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo', 'MetaInfo', 'MessageInfo', 'MapperCallInfo', 'RuntimeCallInfo',
  'ApplicationCallInfo', 'ProfTaskInfo', 'CopyInfo', 'FillInfo', 'PartitionInfo', 'InstTimelineInfo', 'AsyncEffectInfo',
]);

/**
 * Other records of versions 1006 to 1012. LocalLockAcquireInfo lived for four days of version 1007.
 * Source: legion tools/legion_prof_rs/src/serialize.rs of the releases, and the preambles of real logs.
 */
const OTHER_RECORDS: ReadonlySet<string> = new Set([
  'MachineDesc', 'ZeroTime', 'CalibrationErr', 'MaxDimDesc', 'RuntimeConfig', 'MetaDesc', 'OpDesc', 'MapperCallDesc',
  'RuntimeCallDesc', 'MapperName', 'Provenance', 'BacktraceDesc', 'ProcDesc', 'MemDesc', 'ProcMDesc', 'TaskKind', 'TaskVariant',
  'IndexSpacePointDesc', 'IndexSpaceRectDesc', 'IndexSpaceEmptyDesc', 'IndexSpaceDesc', 'IndexSubSpaceDesc',
  'IndexPartitionDesc', 'PartDesc', 'IndexSpaceSizeDesc', 'FieldSpaceDesc', 'FieldDesc', 'LogicalRegionDesc',
  'PhysicalInstRegionDesc', 'PhysicalInstLayoutDesc', 'PhysicalInstDimOrderDesc', 'PhysicalInstanceSpaces',
  'PhysicalInstanceUsage', 'OperationInstance', 'MultiTask', 'SliceOwner', 'TaskWaitInfo', 'MetaWaitInfo', 'CopyInstInfo',
  'FillInstInfo', 'PartitionInstInfo', 'EventWaitInfo', 'EventMergerInfo', 'EventTriggerInfo', 'EventPoisonInfo',
  'BarrierArrivalInfo', 'ReservationAcquireInfo', 'InstanceReadyInfo', 'InstanceRedistrictInfo', 'CompletionQueueInfo',
  'ExternalEventInfo', 'SpawnInfo', 'LocalLockAcquireInfo', 'MakeValidInfo', 'FetchMetadataInfo',
]);

/** Whether records of this name become items of a track; a log without any has no timeline. */
export function isTimed(recordName: string): boolean {
  return TIMED_RECORDS.has(recordName);
}

/** Whether this program knows what a record of this name means; others are decoded all the same, by their description. */
export function isKnown(recordName: string): boolean {
  return TIMED_RECORDS.has(recordName) || OTHER_RECORDS.has(recordName);
}
