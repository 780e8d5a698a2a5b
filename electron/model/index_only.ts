/** Kinds of records that the model does not read: they go to the index as they are, and are packed until then. */

/** What happened to Realm's events. */
export const EVENT_RECORDS: readonly string[] = [
  'EventMergerInfo', 'EventTriggerInfo', 'EventPoisonInfo', 'BarrierArrivalInfo', 'ReservationAcquireInfo', 'CompletionQueueInfo', 'ExternalEventInfo',
];

const INDEX_ONLY: ReadonlySet<string> = new Set([...EVENT_RECORDS, 'IndexSpacePointDesc', 'IndexSpaceRectDesc']);

export function isIndexOnly(record: string): boolean {
  return INDEX_ONLY.has(record);
}
