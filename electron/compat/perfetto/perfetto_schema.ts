/**
 * The part of Perfetto's trace format that we write, in its own language; field numbers are the format's.
 * Source: google/perfetto, protos/perfetto/trace (trace_packet, track_event, track_descriptor, counter_descriptor, debug_annotation, interned_data).
 */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto2";
message Trace { repeated TracePacket packet = 1; }
message TracePacket {
  optional uint64 timestamp = 8;
  optional uint32 trusted_packet_sequence_id = 10;
  optional TrackEvent track_event = 11;
  optional InternedData interned_data = 12;
  optional uint32 sequence_flags = 13;
  optional TrackDescriptor track_descriptor = 60;
}
message TrackDescriptor {
  enum ChildTracksOrdering { UNKNOWN = 0; LEXICOGRAPHIC = 1; CHRONOLOGICAL = 2; EXPLICIT = 3; }
  optional uint64 uuid = 1;
  optional string name = 2;
  optional uint64 parent_uuid = 5;
  optional CounterDescriptor counter = 8;
  optional ChildTracksOrdering child_ordering = 11;
  optional int32 sibling_order_rank = 12;
}
message CounterDescriptor {
  enum Unit { UNIT_UNSPECIFIED = 0; UNIT_TIME_NS = 1; UNIT_COUNT = 2; UNIT_SIZE_BYTES = 3; }
  optional Unit unit = 3;
  optional string unit_name = 6;
}
message TrackEvent {
  enum Type { TYPE_UNSPECIFIED = 0; TYPE_SLICE_BEGIN = 1; TYPE_SLICE_END = 2; TYPE_INSTANT = 3; TYPE_COUNTER = 4; }
  repeated uint64 category_iids = 3;
  repeated DebugAnnotation debug_annotations = 4;
  optional Type type = 9;
  optional uint64 name_iid = 10;
  optional uint64 track_uuid = 11;
  optional double double_counter_value = 44;
  repeated fixed64 flow_ids = 47;
  repeated fixed64 terminating_flow_ids = 48;
}
message DebugAnnotation {
  optional uint64 name_iid = 1;
  optional uint64 uint_value = 3;
  optional double double_value = 5;
  optional string string_value = 6;
  optional uint64 string_value_iid = 17;
}
message InternedData {
  repeated EventCategory event_categories = 1;
  repeated EventName event_names = 2;
  repeated DebugAnnotationName debug_annotation_names = 3;
  repeated InternedString debug_annotation_string_values = 29;
}
message EventCategory { optional uint64 iid = 1; optional string name = 2; }
message EventName { optional uint64 iid = 1; optional string name = 2; }
message DebugAnnotationName { optional uint64 iid = 1; optional string name = 2; }
message InternedString { optional uint64 iid = 1; optional bytes str = 2; }
`;

export const TYPE_SLICE_BEGIN = 1;
export const TYPE_SLICE_END = 2;
export const TYPE_INSTANT = 3;
export const TYPE_COUNTER = 4;
export const ORDER_EXPLICIT = 3;
export const UNIT_BYTES = 3;
/** Interned data begins anew with this packet; the packet needs what was interned before. */
export const STATE_CLEARED = 1;
export const NEEDS_STATE = 2;

export interface Annotation {
  readonly name_iid: number;
  readonly uint_value?: number | protobuf.Long;
  readonly double_value?: number;
  readonly string_value?: string;
  readonly string_value_iid?: number;
}

export interface TrackEvent {
  readonly type: number;
  readonly track_uuid: number;
  readonly name_iid?: number;
  readonly category_iids?: readonly number[];
  readonly debug_annotations?: readonly Annotation[];
  readonly double_counter_value?: number;
  readonly flow_ids?: readonly number[];
  readonly terminating_flow_ids?: readonly number[];
}

export interface TrackDescriptor {
  readonly uuid: number;
  readonly name: string;
  readonly parent_uuid?: number;
  readonly child_ordering?: number;
  readonly sibling_order_rank?: number;
  readonly counter?: { readonly unit?: number; readonly unit_name?: string };
}

interface Named {
  readonly iid: number;
  readonly name: string;
}

export interface InternedData {
  readonly event_categories: Named[];
  readonly event_names: Named[];
  readonly debug_annotation_names: Named[];
  readonly debug_annotation_string_values: { readonly iid: number; readonly str: Uint8Array }[];
}

export interface Packet {
  readonly timestamp?: number;
  readonly trusted_packet_sequence_id: number;
  readonly sequence_flags?: number;
  readonly track_event?: TrackEvent;
  readonly track_descriptor?: TrackDescriptor;
  readonly interned_data?: InternedData;
}

const Trace = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('Trace');

/** Bytes of a piece of a trace: pieces one after the other are a trace. */
export function encodePackets(packet: readonly Packet[]): Uint8Array {
  return Trace.encode({ packet } as object).finish();
}
