#include "schema.h"

#include <stdlib.h>
#include <string.h>

#include "record.h"

#define ROLE(flags) (((flags) >> 12) & 7)
#define ARRAY(flags) (((flags) >> 4) & 7)
#define MEANING(flags) (((flags) >> 10) & 3)

Schema *find_schema(Domain *domain, uint64_t id) {
  for (size_t i = 0; i < domain->count; i++) if (domain->schemas[i].id == id) return &domain->schemas[i];
  return NULL;
}

/* Size and alignment of a value; 0 = not of one size. */
static size_t size_of_type(Domain *domain, uint64_t type, uint64_t flags) {
  if (flags & NW_FLAG_POINTER) return 8;
  switch (type) {
    case 11: case 12: return 1;
    case 13: case 14: return 2;
    case 15: case 16: case 19: case 43: case NW_TYPE_CATEGORY: case NW_TYPE_COLOR: case 71: case 73: return 4;
    case 17: case 18: case 20: case 22: case 23: case 44: case 67: case 70: case 72: case 74: case NW_TYPE_REGISTERED_STRING: return 8;
    default: {
      const Schema *schema = find_schema(domain, type);
      return schema == NULL ? 0 : schema->size;
    }
  }
}

static bool same(const Schema *a, const Schema *b) {
  bool equal = a->type == b->type && a->flags == b->flags && a->size == b->size && a->count == b->count && a->isEnum == b->isEnum;
  for (size_t i = 0; equal && i < a->count; i++) {
    equal = a->isEnum ? strcmp(a->enumNames[i], b->enumNames[i]) == 0
                      : a->entries[i].flags == b->entries[i].flags && a->entries[i].type == b->entries[i].type && a->entries[i].offset == b->entries[i].offset &&
                            strcmp(a->entries[i].name, b->entries[i].name) == 0;
  }
  return equal;
}

static int keep(Domain *domain, const Schema *schema) {
  const Schema *known = find_schema(domain, schema->id);
  if (known != NULL) return same(known, schema) ? OK : violation("id %#llx means two things in domain %s", (unsigned long long)schema->id, domain->name);
  if (domain->count == MAX_SCHEMAS) return violation("too many schemas");
  domain->schemas[domain->count++] = *schema;
  return OK;
}

static int check_id(uint64_t id) {
  return id >= NW_FIRST_STATIC_ID && id < 1ull << 32 ? OK : violation("static id %#llx is out of range", (unsigned long long)id);
}

static int add_entry(Domain *domain, Schema *schema, const NwEntry *from, bool isV2) {
  Entry *entry = &schema->entries[schema->count];
  const uint64_t known = 0x2 | 0x4 | 0x8 | 0x70 | 0x100 | 0x200 | 0xc00 | 0x7000;
  if (from->flags & ~known) return violation("entry %s has unknown flags %#llx", from->name, (unsigned long long)from->flags);
  if (ROLE(from->flags) > 4 || ARRAY(from->flags) > 4) return violation("entry %s has a flag field out of range", from->name);
  if (from->reserved != NULL) return violation("entry %s: reserved is not NULL", from->name);
  if (from->name == NULL) return violation("an entry has no name");
  if (from->type == NW_TYPE_REGISTERED_STRING && !isV2) return violation("registered strings in v1");
  const bool isText = from->type >= 75 && from->type <= 78;
  const size_t size = size_of_type(domain, from->type, from->flags);
  if (size == 0 && !isText) return violation("entry %s has unknown type %llu", from->name, (unsigned long long)from->type);
  if (schema->type == NW_SCHEMA_STATIC && size == 0) return violation("entry %s of a static schema has no size", from->name);
  if (schema->type == NW_SCHEMA_STATIC && ARRAY(from->flags) > 1 && !(from->flags & NW_FLAG_POINTER)) return violation("entry %s: an unbounded array in a static schema", from->name);
  /* A later entry without an offset follows at its natural alignment. */
  const size_t alignment = size == 0 ? 1 : size > 8 ? 8 : size;
  const uint64_t next = (schema->size + alignment - 1) / alignment * alignment;
  entry->offset = schema->count > 0 && from->offset == 0 ? next : from->offset;
  if (size > 0 && entry->offset % alignment != 0) return violation("entry %s is not aligned", from->name);
  if (schema->count > 0 && entry->offset < schema->size) return violation("entry %s overlaps the one before", from->name);
  entry->name = copy_text(from->name);
  entry->flags = from->flags;
  entry->type = from->type;
  entry->size = size;
  schema->size = entry->offset + size;
  schema->count++;
  return OK;
}

static int check_roles(const Schema *schema, bool isV2) {
  int begins = 0, ends = 0, messages = 0;
  for (size_t i = 0; i < schema->count; i++) {
    const Entry *entry = &schema->entries[i];
    begins += ROLE(entry->flags) == 1;
    ends += ROLE(entry->flags) == 2;
    messages += MEANING(entry->flags) == 1;
    if (MEANING(entry->flags) == 2 && entry->type != 17 && entry->type != 18) return violation("timestamp %s has type %llu", entry->name, (unsigned long long)entry->type);
  }
  if (begins != ends || begins > 1) return violation("schema %s has %d starts and %d stops", schema->name, begins, ends);
  if (messages > 1) return violation("schema %s has %d messages", schema->name, messages);
  if (isV2 && begins == 1 && (schema->flags & 0x78) != NW_SCHEMA_RANGE_START_END) return violation("schema %s is not flagged as range", schema->name);
  return OK;
}

int add_schema(Domain *domain, const NwSchema *from, bool isV2) {
  const uint64_t needed = NW_MASK_TYPE | NW_MASK_ENTRIES | NW_MASK_COUNT | NW_MASK_ID;
  if (from == NULL) return violation("no schema");
  if ((from->fieldMask & needed) != needed || (from->fieldMask & ~0x3feull)) return violation("schema mask %#llx", (unsigned long long)from->fieldMask);
  if (check_id(from->schemaId) != OK) return INVALID;
  if (from->type < 1 || from->type > 4) return violation("schema type %llu", (unsigned long long)from->type);
  if (from->numEntries < 1 || from->numEntries > MAX_ENTRIES || from->entries == NULL) return violation("schema with %zu entries", from->numEntries);
  Schema schema = {.id = from->schemaId, .type = from->type, .flags = from->fieldMask & NW_MASK_FLAGS ? from->flags : 0};
  if (!isV2 && schema.flags & ~0xeull) return violation("schema flags %#llx", (unsigned long long)schema.flags);
  schema.name = copy_text(from->fieldMask & NW_MASK_NAME && from->name != NULL ? from->name : "");
  for (size_t i = 0; i < from->numEntries; i++) if (add_entry(domain, &schema, &from->entries[i], isV2) != OK) return INVALID;
  if (check_roles(&schema, isV2) != OK) return INVALID;
  if (schema.type == NW_SCHEMA_STATIC) {
    if (!(from->fieldMask & NW_MASK_SIZE)) return violation("static schema %s without size", schema.name);
    size_t largest = 1;
    for (size_t i = 0; i < schema.count; i++) if (schema.entries[i].size > largest) largest = schema.entries[i].size > 8 ? 8 : schema.entries[i].size;
    const size_t align = from->fieldMask & NW_MASK_ALIGNMENT ? from->packAlign : largest;
    const size_t padded = (schema.size + align - 1) / align * align;
    if (padded != from->payloadStaticSize) return violation("schema %s is %zu bytes, not %zu", schema.name, padded, from->payloadStaticSize);
    schema.size = padded;
  }
  return keep(domain, &schema);
}

int add_enum(Domain *domain, const NwEnum *from) {
  const uint64_t needed = NW_ENUM_MASK_ENTRIES | NW_ENUM_MASK_COUNT | NW_ENUM_MASK_SIZE | NW_ENUM_MASK_ID;
  if (from == NULL) return violation("no enum");
  if ((from->fieldMask & needed) != needed || (from->fieldMask & ~0x7eull)) return violation("enum mask %#llx", (unsigned long long)from->fieldMask);
  if (check_id(from->schemaId) != OK) return INVALID;
  if (from->sizeOfEnum != 1 && from->sizeOfEnum != 2 && from->sizeOfEnum != 4 && from->sizeOfEnum != 8) return violation("enum of %zu bytes", from->sizeOfEnum);
  if (from->numEntries < 1 || from->numEntries > 16 || from->entries == NULL) return violation("enum with %zu values", from->numEntries);
  Schema schema = {.id = from->schemaId, .isEnum = true, .size = from->sizeOfEnum, .count = from->numEntries, .name = copy_text(from->name == NULL ? "" : from->name)};
  for (size_t i = 0; i < from->numEntries; i++) {
    if (from->entries[i].name == NULL || from->entries[i].value != i) return violation("enum value %zu", i);
    schema.enumNames[i] = copy_text(from->entries[i].name);
  }
  return keep(domain, &schema);
}

static int64_t integer(const char *at, size_t size, bool isSigned) {
  uint64_t value = 0;
  memcpy(&value, at, size);
  return isSigned && size < 8 ? (int64_t)(value << (64 - 8 * size)) >> (64 - 8 * size) : (int64_t)value;
}

static int put_text_value(const char *at, const Entry *entry, const NwPayload *payloads, size_t payloadCount, StringOf stringOf) {
  uint64_t value;
  memcpy(&value, at, 8);
  if (entry->type == NW_TYPE_REGISTERED_STRING) {
    const char *text = stringOf == NULL ? NULL : stringOf(value);
    if (text == NULL) return violation("entry %s: no registered string", entry->name);
    put_string(text);
    return OK;
  }
  for (size_t i = 0; i < payloadCount; i++) {
    if ((uint64_t)(uintptr_t)payloads[i].payload != value || payloads[i].size != NW_SIZE_OF_TEXT) continue;
    put_string((const char *)payloads[i].payload);
    return OK;
  }
  return violation("entry %s points outside of the event's payloads", entry->name);
}

static int put_value(Domain *domain, const char *at, const Entry *entry, const NwPayload *payloads, size_t payloadCount, StringOf stringOf) {
  if ((entry->type >= 75 && entry->type <= 78) || entry->type == NW_TYPE_REGISTERED_STRING) return put_text_value(at, entry, payloads, payloadCount, stringOf);
  if (entry->type == NW_TYPE_DOUBLE) {
    double value;
    memcpy(&value, at, 8);
    if (value != value) fputs("null", record());
    else fprintf(record(), "%.17g", value);
    return OK;
  }
  const Schema *schema = find_schema(domain, entry->type);
  const int64_t value = integer(at, entry->size, entry->type % 2 == 1 && entry->type < 18);
  if (schema != NULL && schema->isEnum) {
    if ((uint64_t)value >= schema->count) return violation("entry %s: value %lld of an enum of %zu", entry->name, (long long)value, schema->count);
    put_string(schema->enumNames[value]);
  } else if (entry->type == NW_TYPE_COLOR) {
    fprintf(record(), "\"%08x\"", (unsigned)value);
  } else {
    fprintf(record(), "\"%llu\"", (unsigned long long)value);
  }
  return OK;
}

int put_event(Domain *domain, const Schema *schema, const void *blob, const NwPayload *payloads, size_t payloadCount, StringOf stringOf, int64_t times[2]) {
  put_text("schema", schema->name);
  fputs(",\"fields\":{", record());
  int result = OK;
  times[0] = times[1] = -1;
  for (size_t i = 0; i < schema->count; i++) {
    const Entry *entry = &schema->entries[i];
    const char *at = (const char *)blob + entry->offset;
    if (i > 0) fputc(',', record());
    put_string(entry->name);
    fputc(':', record());
    if (put_value(domain, at, entry, payloads, payloadCount, stringOf) != OK) return INVALID;
    if (ROLE(entry->flags) == 1) times[0] = integer(at, 8, true);
    if (ROLE(entry->flags) == 2) times[1] = integer(at, 8, true);
  }
  fputc('}', record());
  if (times[0] < 0 || times[1] < times[0]) result = violation("an event of schema %s from %lld to %lld", schema->name, (long long)times[0], (long long)times[1]);
  return result;
}
