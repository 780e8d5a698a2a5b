/* Registered schemas and enums of a domain: checked as they come, used to take events apart. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <stdbool.h>

#include "nvtxw_abi.h"

#define MAX_ENTRIES 64
#define MAX_SCHEMAS 64

typedef struct {
  char *name;
  uint64_t flags, type, offset, size;
} Entry;

typedef struct {
  uint64_t id, type, flags, size;
  char *name;
  bool isEnum;
  char *enumNames[16];
  size_t count;
  Entry entries[MAX_ENTRIES];
} Schema;

typedef struct {
  char *name;
  Schema schemas[MAX_SCHEMAS];
  size_t count;
} Domain;

Schema *find_schema(Domain *, uint64_t id);
/* Results: 0 or 2. `isV2` allows what only that interface knows. */
int add_schema(Domain *, const NwSchema *, bool isV2);
int add_enum(Domain *, const NwEnum *);

/* Gives a registered string of v2; NULL in v1. */
typedef const char *(*StringOf)(uint64_t handle);
/*
 * Checks the event in `blob` and writes `,"schema":…,"start":…,"stop":…,"fields":{…}` to the line that is open. Pointers must be the
 * address of one of `payloads`. Gives its times. Result 0 or 2.
 */
int put_event(Domain *, const Schema *, const void *blob, const NwPayload *payloads, size_t payloadCount, StringOf, int64_t times[2]);

#endif
