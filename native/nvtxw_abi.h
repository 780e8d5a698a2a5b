/*
 * Binary layout of the NVTXW interfaces that Nsight Systems' writer backends export, in C, as far as we use it. Two of them exist and both
 * call themselves number 2: v1 (2024, symbol nvtxwLoadImplementation) and v2 (2026, symbol nvtxwGetInterface); the symbol tells which.
 * Declared here from the documented sizes and offsets, all asserted below for 64-bit systems; nothing of NVIDIA's headers is needed.
 * Source: NVIDIA NVTX, tools/nvtxw/rs (v1) and c/include/nvtxw3, c/include/nvtx3 (v2). Our names.
 */
#ifndef LEGION_PROF_NVTXW_ABI_H
#define LEGION_PROF_NVTXW_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define NW_ASSERT(condition) static_assert(condition, #condition)
#else
#define NW_ASSERT(condition) _Static_assert(condition, #condition)
#endif
#define NW_SIZE(type, size) NW_ASSERT(sizeof(type) == (size))
#define NW_AT(type, member, at) NW_ASSERT(offsetof(type, member) == (at))

/* ---- shared by both ---- */

/* One part of an event: data laid out by a schema. */
typedef struct NwPayload {
  uint64_t schemaId;
  size_t size; /* NW_SIZE_OF_TEXT: the backend finds the end of a text itself */
  const void *payload;
} NwPayload;

typedef struct NwEntry {
  uint64_t flags;
  uint64_t type;
  const char *name;
  const char *description;
  uint64_t arrayOrUnionDetail;
  uint64_t offset;
  const void *semantics;
  const void *reserved;
} NwEntry;

typedef struct NwSchema {
  uint64_t fieldMask;
  const char *name;
  uint64_t type;
  uint64_t flags;
  const NwEntry *entries;
  size_t numEntries;
  size_t payloadStaticSize;
  size_t packAlign;
  uint64_t schemaId;
  void *extension;
} NwSchema;

typedef struct NwEnumValue {
  const char *name;
  uint64_t value;
  int8_t isFlag;
} NwEnumValue;

typedef struct NwEnum {
  uint64_t fieldMask;
  const char *name;
  const NwEnumValue *entries;
  size_t numEntries;
  size_t sizeOfEnum;
  uint64_t schemaId;
  void *extension;
} NwEnum;

typedef struct NwSessionAttributes {
  size_t structSize;
  const char *name;
  const char *configString;
} NwSessionAttributes;

typedef struct NwScope {
  size_t structSize;
  const char *path;
  uint64_t parentScope;
  uint64_t scopeId;
} NwScope;

typedef struct NwSemantics {
  uint32_t structSize;
  uint16_t semanticId;
  uint16_t version;
  const void *next;
} NwSemantics;

enum {
  NW_INTERFACE = 2, /* what either kind of library is asked for */

  NW_FLAG_POINTER = 0x2,
  NW_FLAG_ZERO_TERMINATED = 0x20,
  NW_FLAG_MESSAGE = 0x400,
  NW_FLAG_TIMESTAMP = 0x800,
  NW_FLAG_RANGE_BEGIN = 0x1000,
  NW_FLAG_RANGE_END = 0x2000,

  NW_TYPE_UINT8 = 12,
  NW_TYPE_UINT32 = 16,
  NW_TYPE_INT64 = 17,
  NW_TYPE_UINT64 = 18,
  NW_TYPE_DOUBLE = 20,
  NW_TYPE_CATEGORY = 68,
  NW_TYPE_COLOR = 69,
  NW_TYPE_TEXT = 75,
  NW_TYPE_REGISTERED_STRING = 80,

  NW_SCHEMA_STATIC = 1,
  NW_SCHEMA_DYNAMIC = 2,
  NW_SCHEMA_REFERENCED = 4,
  NW_SCHEMA_RANGE_START_END = 0x18, /* v2 only */

  NW_MASK_NAME = 0x2,
  NW_MASK_TYPE = 0x4,
  NW_MASK_FLAGS = 0x8,
  NW_MASK_ENTRIES = 0x10,
  NW_MASK_COUNT = 0x20,
  NW_MASK_SIZE = 0x40,
  NW_MASK_ALIGNMENT = 0x80,
  NW_MASK_ID = 0x100,
  NW_MASK_EXTENSION = 0x200,
  NW_ENUM_MASK_NAME = 0x2,
  NW_ENUM_MASK_ENTRIES = 0x4,
  NW_ENUM_MASK_COUNT = 0x8,
  NW_ENUM_MASK_SIZE = 0x10,
  NW_ENUM_MASK_ID = 0x20,

  NW_BLOB_REFERENCED = 1022,
  NW_BLOB_RAW = 1023,
  NW_FIRST_STATIC_ID = 1 << 24,

  NW_ORDERING_UNKNOWN = 0,
  NW_ORDERING_RANGES_BY_START = 2
};
#define NW_SIZE_OF_TEXT ((size_t)-1)

NW_SIZE(NwPayload, 24);
NW_AT(NwPayload, size, 8);
NW_AT(NwPayload, payload, 16);
NW_SIZE(NwEntry, 64);
NW_AT(NwEntry, type, 8);
NW_AT(NwEntry, name, 16);
NW_AT(NwEntry, description, 24);
NW_AT(NwEntry, arrayOrUnionDetail, 32);
NW_AT(NwEntry, offset, 40);
NW_AT(NwEntry, semantics, 48);
NW_AT(NwEntry, reserved, 56);
NW_SIZE(NwSchema, 80);
NW_AT(NwSchema, name, 8);
NW_AT(NwSchema, type, 16);
NW_AT(NwSchema, flags, 24);
NW_AT(NwSchema, entries, 32);
NW_AT(NwSchema, numEntries, 40);
NW_AT(NwSchema, payloadStaticSize, 48);
NW_AT(NwSchema, packAlign, 56);
NW_AT(NwSchema, schemaId, 64);
NW_AT(NwSchema, extension, 72);
NW_SIZE(NwEnumValue, 24);
NW_AT(NwEnumValue, value, 8);
NW_AT(NwEnumValue, isFlag, 16);
NW_SIZE(NwEnum, 56);
NW_AT(NwEnum, name, 8);
NW_AT(NwEnum, entries, 16);
NW_AT(NwEnum, numEntries, 24);
NW_AT(NwEnum, sizeOfEnum, 32);
NW_AT(NwEnum, schemaId, 40);
NW_AT(NwEnum, extension, 48);
NW_SIZE(NwSessionAttributes, 24);
NW_AT(NwSessionAttributes, name, 8);
NW_AT(NwSessionAttributes, configString, 16);
NW_SIZE(NwScope, 32);
NW_AT(NwScope, path, 8);
NW_AT(NwScope, parentScope, 16);
NW_AT(NwScope, scopeId, 24);
NW_SIZE(NwSemantics, 16);
NW_AT(NwSemantics, semanticId, 4);
NW_AT(NwSemantics, version, 6);
NW_AT(NwSemantics, next, 8);

/* ---- v1 ---- */

/* Passed by value: on the systems we build for the same as the pointer in it. */
typedef struct Nw1Session {
  void *opaque;
} Nw1Session;
typedef struct Nw1Stream {
  void *opaque;
} Nw1Stream;

typedef struct Nw1StreamAttributes {
  size_t structSize;
  const char *name;
  const char *domain;
  const char *scopePath;
  int16_t interleaving;
  int16_t ordering;
  int32_t skid;
  int64_t skidAmount;
} Nw1StreamAttributes;

typedef struct Nw1EventScope {
  size_t structSize;
  const char *path;
  uint64_t scopeId;
} Nw1EventScope;

/* Grows at its end: structSize says how far it reaches. */
typedef struct Nw1Table {
  size_t structSize;
  int32_t (*sessionBegin)(Nw1Session *out, const NwSessionAttributes *);
  int32_t (*sessionEnd)(Nw1Session);
  int32_t (*streamOpen)(Nw1Stream *out, Nw1Session, const Nw1StreamAttributes *);
  int32_t (*streamClose)(Nw1Stream);
  int32_t (*eventScopeRegister)(Nw1Stream, const Nw1EventScope *);
  int32_t (*schemaRegister)(Nw1Stream, const NwSchema *);
  int32_t (*enumRegister)(Nw1Stream, const NwEnum *);
  int32_t (*eventWrite)(Nw1Stream, const NwPayload *, size_t count);
} Nw1Table;

typedef int32_t (*Nw1GetInterface)(int32_t id, const void **table);
typedef int32_t (*Nw1Load)(const char *config, Nw1GetInterface *out);

NW_SIZE(Nw1Session, 8);
NW_SIZE(Nw1Stream, 8);
NW_SIZE(Nw1StreamAttributes, 48);
NW_AT(Nw1StreamAttributes, name, 8);
NW_AT(Nw1StreamAttributes, domain, 16);
NW_AT(Nw1StreamAttributes, scopePath, 24);
NW_AT(Nw1StreamAttributes, interleaving, 32);
NW_AT(Nw1StreamAttributes, ordering, 34);
NW_AT(Nw1StreamAttributes, skid, 36);
NW_AT(Nw1StreamAttributes, skidAmount, 40);
NW_SIZE(Nw1EventScope, 24);
NW_AT(Nw1EventScope, path, 8);
NW_AT(Nw1EventScope, scopeId, 16);
NW_SIZE(Nw1Table, 72);
NW_AT(Nw1Table, sessionBegin, 8);
NW_AT(Nw1Table, sessionEnd, 16);
NW_AT(Nw1Table, streamOpen, 24);
NW_AT(Nw1Table, streamClose, 32);
NW_AT(Nw1Table, eventScopeRegister, 40);
NW_AT(Nw1Table, schemaRegister, 48);
NW_AT(Nw1Table, enumRegister, 56);
NW_AT(Nw1Table, eventWrite, 64);

/* ---- v2 ---- */

typedef struct Nw2DomainAttributes {
  size_t structSize;
  const char *name;
} Nw2DomainAttributes;

typedef struct Nw2StreamAttributes {
  size_t structSize;
  const char *name;
  void *domain;
  uint64_t scopeId;
  uint64_t timeDomainId;
  int16_t interleaving;
  int16_t ordering;
  int32_t skid;
  int64_t skidAmount;
} Nw2StreamAttributes;

typedef struct Nw2Counter {
  size_t structSize;
  uint64_t schemaId;
  const char *name;
  const char *description;
  uint64_t scopeId;
  const void *semantics;
  uint64_t counterId;
} Nw2Counter;

typedef struct Nw2CounterBatch {
  uint64_t counterId;
  const void *counters;
  size_t countersSize;
  uint64_t flags;
  const int64_t *timestamps;
  size_t timestampsSize;
} Nw2CounterBatch;

typedef struct Nw2EventBatch {
  uint64_t eventSchemaId;
  size_t size;
  const void *events;
  uint64_t scope;
  uint64_t flags;
  const void *flexData;
  size_t flexDataSize;
  size_t flexDataOffset;
} Nw2EventBatch;

typedef struct Nw2TimeDomain {
  uint64_t scopeId;
  uint64_t timestampTypeId;
  uint64_t timeDomainId;
  uint64_t timerFlags;
  int64_t timerResolution;
  int64_t timerStart;
} Nw2TimeDomain;

typedef struct Nw2CounterSemantics {
  NwSemantics header;
  uint64_t flags;
  const char *unit;
  uint64_t unitScaleNumerator;
  uint64_t unitScaleDenominator;
  int64_t limitType;
  union {
    int64_t whole;
    double real;
  } min, max;
} Nw2CounterSemantics;

typedef struct Nw2TimeSemantics {
  NwSemantics header;
  uint64_t timeDomainId;
} Nw2TimeSemantics;

typedef struct Nw2ScopeSemantics {
  NwSemantics header;
  uint64_t scopeId;
} Nw2ScopeSemantics;

typedef struct Nw2CorrelationSemantics {
  NwSemantics header;
  uint8_t uuid[16];
  const char *displayName;
  uint64_t role;
} Nw2CorrelationSemantics;

typedef struct Nw2Table {
  int32_t (*sessionBegin)(const NwSessionAttributes *, void **session);
  int32_t (*sessionEnd)(void *session);
  int32_t (*domainRegister)(void *session, const Nw2DomainAttributes *, void **domain);
  int32_t (*categoryRegister)(void *domain, uint32_t id, const char *name);
  int32_t (*stringRegister)(void *domain, const char *text, void **handle);
  int32_t (*resourceRegister)(void *domain, const void *);
  int32_t (*scopeRegister)(void *domain, const NwScope *, uint64_t *id);
  int32_t (*schemaRegister)(void *domain, const NwSchema *, uint64_t *id);
  int32_t (*enumRegister)(void *domain, const NwEnum *, uint64_t *id);
  int32_t (*counterRegister)(void *domain, const Nw2Counter *, uint64_t *id);
  int32_t (*timeDomainRegister)(void *domain, const Nw2TimeDomain *, uint64_t *id);
  int32_t (*streamOpen)(void *session, const Nw2StreamAttributes *, void **stream);
  int32_t (*streamClose)(void *stream);
  int32_t (*eventWrite)(void *stream, const NwPayload *, size_t count);
  int32_t (*eventBatchWrite)(void *stream, const Nw2EventBatch *);
  int32_t (*counterWrite)(void *stream, int64_t time, uint64_t id, const void *data, size_t size);
  int32_t (*counterNoValueWrite)(void *stream, int64_t time, uint64_t id, uint8_t reason);
  int32_t (*counterBatchWrite)(void *stream, const Nw2CounterBatch *);
  int32_t (*timeSyncPointWrite)(void *stream, uint64_t a, uint64_t b, int64_t ta, int64_t tb);
  int32_t (*timeSyncPointTableWrite)(void *stream, uint64_t source, uint64_t target, const int64_t *pairs, size_t count);
  int32_t (*timestampConversionFactorWrite)(void *stream, uint64_t source, uint64_t target, double slope, int64_t ts, int64_t tt);
  void *reserved[43];
} Nw2Table;

typedef int32_t (*Nw2GetInterface)(int32_t version, const void **table);

enum {
  NW2_NOT_SUPPORTED = 7,
  NW2_TIME_DOMAIN_UTC = 12, /* CLOCK_REALTIME, ns since 1970 */
  NW2_SCOPE_ROOT = 1,
  NW2_BATCH_SORTED = 0,
  NW2_SEMANTICS_TIME = 2,
  NW2_SEMANTICS_COUNTER = 5,
  NW2_COUNTER_LIMIT_MIN = 4,
  NW2_COUNTER_LIMIT_MAX = 8,
  NW2_COUNTER_ABSOLUTE = 0x10,
  NW2_COUNTER_UNTIL_NEXT = 0x300,
  NW2_LIMIT_NONE = 0,
  NW2_LIMIT_REAL = 3
};

NW_SIZE(Nw2DomainAttributes, 16);
NW_AT(Nw2DomainAttributes, name, 8);
NW_SIZE(Nw2StreamAttributes, 56);
NW_AT(Nw2StreamAttributes, name, 8);
NW_AT(Nw2StreamAttributes, domain, 16);
NW_AT(Nw2StreamAttributes, scopeId, 24);
NW_AT(Nw2StreamAttributes, timeDomainId, 32);
NW_AT(Nw2StreamAttributes, interleaving, 40);
NW_AT(Nw2StreamAttributes, ordering, 42);
NW_AT(Nw2StreamAttributes, skid, 44);
NW_AT(Nw2StreamAttributes, skidAmount, 48);
NW_SIZE(Nw2Counter, 56);
NW_AT(Nw2Counter, schemaId, 8);
NW_AT(Nw2Counter, name, 16);
NW_AT(Nw2Counter, description, 24);
NW_AT(Nw2Counter, scopeId, 32);
NW_AT(Nw2Counter, semantics, 40);
NW_AT(Nw2Counter, counterId, 48);
NW_SIZE(Nw2CounterBatch, 48);
NW_AT(Nw2CounterBatch, counters, 8);
NW_AT(Nw2CounterBatch, countersSize, 16);
NW_AT(Nw2CounterBatch, flags, 24);
NW_AT(Nw2CounterBatch, timestamps, 32);
NW_AT(Nw2CounterBatch, timestampsSize, 40);
NW_SIZE(Nw2EventBatch, 64);
NW_AT(Nw2EventBatch, size, 8);
NW_AT(Nw2EventBatch, events, 16);
NW_AT(Nw2EventBatch, scope, 24);
NW_AT(Nw2EventBatch, flags, 32);
NW_AT(Nw2EventBatch, flexData, 40);
NW_AT(Nw2EventBatch, flexDataSize, 48);
NW_AT(Nw2EventBatch, flexDataOffset, 56);
NW_SIZE(Nw2TimeDomain, 48);
NW_AT(Nw2TimeDomain, timestampTypeId, 8);
NW_AT(Nw2TimeDomain, timeDomainId, 16);
NW_AT(Nw2TimeDomain, timerFlags, 24);
NW_AT(Nw2TimeDomain, timerResolution, 32);
NW_AT(Nw2TimeDomain, timerStart, 40);
NW_SIZE(Nw2CounterSemantics, 72);
NW_AT(Nw2CounterSemantics, flags, 16);
NW_AT(Nw2CounterSemantics, unit, 24);
NW_AT(Nw2CounterSemantics, unitScaleNumerator, 32);
NW_AT(Nw2CounterSemantics, unitScaleDenominator, 40);
NW_AT(Nw2CounterSemantics, limitType, 48);
NW_AT(Nw2CounterSemantics, min, 56);
NW_AT(Nw2CounterSemantics, max, 64);
NW_SIZE(Nw2TimeSemantics, 24);
NW_AT(Nw2TimeSemantics, timeDomainId, 16);
NW_SIZE(Nw2ScopeSemantics, 24);
NW_AT(Nw2ScopeSemantics, scopeId, 16);
NW_SIZE(Nw2CorrelationSemantics, 48);
NW_AT(Nw2CorrelationSemantics, uuid, 16);
NW_AT(Nw2CorrelationSemantics, displayName, 32);
NW_AT(Nw2CorrelationSemantics, role, 40);
NW_SIZE(Nw2Table, 512);
NW_AT(Nw2Table, stringRegister, 32);
NW_AT(Nw2Table, timeDomainRegister, 80);
NW_AT(Nw2Table, streamOpen, 88);
NW_AT(Nw2Table, eventWrite, 104);
NW_AT(Nw2Table, eventBatchWrite, 112);
NW_AT(Nw2Table, counterBatchWrite, 136);
NW_AT(Nw2Table, timestampConversionFactorWrite, 160);
NW_AT(Nw2Table, reserved, 168);

#endif
