/** What `trace` can write. */
export const TRACE_FORMATS = ['json', 'perfetto'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];
