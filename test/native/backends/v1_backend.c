/*
 * Recording backend with the interface of 2024. With -DDROPS=1 it takes everything and keeps nothing; with -DBRIEF=1 it checks everything, but
 * writes of an event no more than a line `stream, start, stop, colour, name`, divided by tabs.
 */
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "schema.h"

#ifndef DROPS
#define DROPS 0
#endif

#ifndef BRIEF
#define BRIEF 0
#endif

#define EXPORT __attribute__((visibility("default")))
enum { SESSION = 1, STREAM };

typedef struct {
  Domain *domain;
  char *name;
  int16_t ordering;
  int64_t last;
} Stream;

static Domain *domains[65536];
static size_t domainCount;

static Domain *domain_of(const char *name) {
  for (size_t i = 0; i < domainCount; i++) if (strcmp(domains[i]->name, name) == 0) return domains[i];
  Domain *domain = calloc(1, sizeof *domain);
  domain->name = copy_text(name);
  return domains[domainCount++] = domain;
}

static int32_t session_begin(Nw1Session *out, const NwSessionAttributes *from) {
  const int code = injected("SessionBegin");
  if (code > 0) return code;
  if (out == NULL || from == NULL || from->structSize < sizeof *from) return violation("SessionBegin: arguments");
  char *path = check_session(from->name, from->configString);
  if (path == NULL) return INVALID;
  begin_line("SessionBegin");
  put_text("name", from->name);
  put_text("config", from->configString);
  end_line();
  puts("Created session");
  out->opaque = code == GIVES_NULL ? NULL : new_handle(SESSION, path);
  return OK;
}

static int32_t session_end(Nw1Session session) {
  const int code = injected("SessionEnd");
  if (code > 0) return code;
  char *path = live(SESSION, session.opaque);
  if (path == NULL) return violation("SessionEnd: no live session");
  if (count_live(STREAM) > 0) return violation("SessionEnd: %d streams are open", count_live(STREAM));
  kill_handle(session.opaque);
  begin_line("SessionEnd");
  end_line();
  return write_report(path);
}

static int check_stream(const Nw1StreamAttributes *from) {
  if (from == NULL || from->structSize < sizeof *from) return violation("StreamOpen: arguments");
  if (from->name == NULL || *from->name == 0) return violation("StreamOpen: no name");
  if (from->domain == NULL) return violation("StreamOpen: no domain");
  if (from->interleaving < 0 || from->interleaving > 1 || from->ordering < 0 || from->ordering > 3 || from->skid < 0 || from->skid > 2) return violation("StreamOpen: ordering");
  if (from->skid == 0 && from->skidAmount != 0) return violation("StreamOpen: a skid without its kind");
  if (from->scopePath != NULL && strncmp(from->scopePath, "nvtxwStream", 11) == 0) return violation("StreamOpen: scope path");
  return remember_name(STREAM, from->name) ? OK : violation("StreamOpen: a second stream named %s", from->name);
}

static int32_t stream_open(Nw1Stream *out, Nw1Session session, const Nw1StreamAttributes *from) {
  const int code = injected("StreamOpen");
  if (code > 0) return code;
  if (out == NULL || live(SESSION, session.opaque) == NULL) return violation("StreamOpen: no live session");
  if (check_stream(from) != OK) return INVALID;
  Stream *stream = calloc(1, sizeof *stream);
  stream->domain = domain_of(from->domain);
  stream->name = copy_text(from->name);
  stream->ordering = from->ordering;
  begin_line("StreamOpen");
  put_text("name", from->name);
  put_text("domain", from->domain);
  put_text("scope", from->scopePath);
  end_line();
  out->opaque = code == GIVES_NULL ? NULL : new_handle(STREAM, stream);
  return OK;
}

static int32_t stream_close(Nw1Stream handle) {
  const int code = injected("StreamClose");
  if (code > 0) return code;
  const Stream *stream = live(STREAM, handle.opaque);
  if (stream == NULL) return violation("StreamClose: no live stream");
  kill_handle(handle.opaque);
  begin_line("StreamClose");
  put_text("name", stream->name);
  end_line();
  return OK;
}

static int32_t scope_register(Nw1Stream handle, const Nw1EventScope *from) {
  const int code = injected("EventScopeRegister");
  if (code > 0) return code;
  if (live(STREAM, handle.opaque) == NULL || from == NULL || from->structSize < sizeof *from || from->path == NULL || *from->path == 0) return violation("EventScopeRegister");
  return OK;
}

static int32_t schema_register(Nw1Stream handle, const NwSchema *from) {
  const int code = injected("SchemaRegister");
  if (code > 0) return code;
  Stream *stream = live(STREAM, handle.opaque);
  return stream == NULL ? violation("SchemaRegister: no live stream") : add_schema(stream->domain, from, false);
}

static int32_t enum_register(Nw1Stream handle, const NwEnum *from) {
  const int code = injected("EnumRegister");
  if (code > 0) return code;
  Stream *stream = live(STREAM, handle.opaque);
  return stream == NULL ? violation("EnumRegister: no live stream") : add_enum(stream->domain, from);
}

static int check_payload(Domain *domain, const NwPayload *payload) {
  const Schema *schema = find_schema(domain, payload->schemaId);
  if (schema == NULL && payload->schemaId != NW_BLOB_REFERENCED && payload->schemaId != NW_BLOB_RAW) return violation("EventWrite: schema %#llx is not registered in %s", (unsigned long long)payload->schemaId, domain->name);
  if (payload->payload == NULL || payload->size == 0) return violation("EventWrite: an empty payload");
  if (schema == NULL) return OK;
  if (payload->size == NW_SIZE_OF_TEXT) {
    const bool isText = schema->type == NW_SCHEMA_DYNAMIC && schema->count == 1 && schema->entries[0].flags & NW_FLAG_ZERO_TERMINATED;
    return isText ? OK : violation("EventWrite: no size for schema %s", schema->name);
  }
  return schema->type != NW_SCHEMA_STATIC || payload->size == schema->size ? OK : violation("EventWrite: %zu bytes for schema %s", payload->size, schema->name);
}

/* Takes the place of the line at hand. The layout is the one that every schema begins with. */
static void put_brief(const char *stream, const Schema *schema, const char *blob) {
  int64_t times[2];
  uint64_t name;
  uint32_t color;
  memcpy(times, blob + schema->entries[0].offset, 8);
  memcpy(times + 1, blob + schema->entries[1].offset, 8);
  memcpy(&name, blob + schema->entries[2].offset, 8);
  memcpy(&color, blob + schema->entries[3].offset, 4);
  put_plain("%s\t%lld\t%lld\t%06x\t%s\n", stream, (long long)times[0], (long long)times[1], color & 0xffffff, (const char *)(uintptr_t)name);
}

static int32_t event_write(Nw1Stream handle, const NwPayload *payloads, size_t count) {
  if (DROPS) return OK;
  const int code = injected("EventWrite");
  if (code > 0) return code;
  Stream *stream = live(STREAM, handle.opaque);
  if (stream == NULL || payloads == NULL || count < 1) return violation("EventWrite: arguments");
  for (size_t i = 0; i < count; i++) if (check_payload(stream->domain, &payloads[i]) != OK) return INVALID;
  for (size_t i = 0; i < count; i++) {
    const Schema *schema = find_schema(stream->domain, payloads[i].schemaId);
    if (schema == NULL || schema->type != NW_SCHEMA_STATIC) continue;
    int64_t times[2];
    begin_line("event");
    put_text("stream", stream->name);
    if (put_event(stream->domain, schema, payloads[i].payload, payloads, count, NULL, times) != OK) return INVALID;
    if (BRIEF) put_brief(stream->name, schema, payloads[i].payload);
    else end_line();
    const int64_t edge = times[stream->ordering == 3];
    if (stream->ordering != 0 && edge < stream->last) return violation("EventWrite: the order that stream %s promised is broken", stream->name);
    stream->last = edge;
  }
  return OK;
}

static const Nw1Table table = {sizeof table, session_begin, session_end, stream_open, stream_close, scope_register, schema_register, enum_register, event_write};

static int32_t get_interface(int32_t id, const void **out) {
  const int code = injected("getInterface");
  if (code > 0) return code;
  if (id != NW_INTERFACE) return 8;
  if (out == NULL) return violation("getInterface: arguments");
  *out = code == GIVES_NULL ? NULL : &table;
  return OK;
}

EXPORT int32_t nvtxwLoadImplementation(const char *config, Nw1GetInterface *out) {
  static int loads;
  const int code = injected("nvtxwLoadImplementation");
  if (code > 0) return code;
  if (loads++ > 0) return violation("loaded twice");
  if (out == NULL || (config != NULL && strchr(config, '#') != NULL)) return violation("nvtxwLoadImplementation: arguments");
  puts("Backend implementation loaded!");
  *out = code == GIVES_NULL ? NULL : get_interface;
  return OK;
}

EXPORT void nvtxwUnloadImplementation(void) {
  if (count_live(SESSION) > 0) violation("unloaded with a live session");
  begin_line("unload");
  end_line();
  flush_lines();
}
