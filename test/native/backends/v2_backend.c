/* Recording backend with the interface of 2026. */
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "schema.h"

#define EXPORT __attribute__((visibility("default")))
enum { SESSION = 11, STREAM, DOMAIN, STRING };

typedef struct {
  char *path;
  void *domains[8];
  size_t count;
} Session;

typedef struct {
  Domain *domain;
  char *name;
  int16_t ordering;
  int64_t last;
  uint64_t scope;
} Stream;

typedef struct {
  uint64_t id, scope;
  char *name;
} Counter;

static char *scopes[65536];
static Counter counters[65536];
static uint64_t scopeCount = 3, counterCount = 0;
static bool categories[256];

static int32_t session_begin(const NwSessionAttributes *from, void **out) {
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
  Session *session = calloc(1, sizeof *session);
  session->path = path;
  *out = code == GIVES_NULL ? NULL : new_handle(SESSION, session);
  return OK;
}

static int32_t session_end(void *handle) {
  const int code = injected("SessionEnd");
  if (code > 0) return code;
  Session *session = live(SESSION, handle);
  if (session == NULL) return violation("SessionEnd: no live session");
  if (count_live(STREAM) > 0) return violation("SessionEnd: %d streams are open", count_live(STREAM));
  kill_handle(handle);
  for (size_t i = 0; i < session->count; i++) kill_handle(session->domains[i]);
  begin_line("SessionEnd");
  end_line();
  return write_report(session->path);
}

static int32_t domain_register(void *handle, const Nw2DomainAttributes *from, void **out) {
  const int code = injected("DomainRegister");
  if (code > 0) return code;
  Session *session = live(SESSION, handle);
  if (session == NULL || out == NULL) return violation("DomainRegister: arguments");
  if (from != NULL && from->structSize < sizeof *from) return violation("DomainRegister: size");
  const char *name = from == NULL || from->name == NULL ? "" : from->name;
  for (size_t i = 0; i < session->count; i++) {
    const Domain *known = live(DOMAIN, session->domains[i]);
    if (strcmp(known->name, name) == 0) return *out = session->domains[i], OK;
  }
  if (session->count == 8) return violation("DomainRegister: too many");
  Domain *domain = calloc(1, sizeof *domain);
  domain->name = copy_text(name);
  *out = session->domains[session->count++] = new_handle(DOMAIN, domain);
  if (code == GIVES_NULL) *out = NULL;
  return OK;
}

static int32_t category_register(void *handle, uint32_t id, const char *name) {
  const int code = injected("CategoryRegister");
  if (code > 0) return code;
  if (live(DOMAIN, handle) == NULL || id == 0 || id > 255 || name == NULL) return violation("CategoryRegister: arguments");
  categories[id] = true;
  return OK;
}

/* As many strings as there are titles: they have handles of their own, the address of a copy. */
static char **strings;
static size_t stringCount, stringRoom;

static const char *string_of(uint64_t handle) {
  return handle >= 1 && handle <= stringCount ? strings[handle - 1] : NULL;
}

static int32_t string_register(void *handle, const char *text, void **out) {
  const int code = injected("StringRegister");
  if (code > 0) return code;
  if (live(DOMAIN, handle) == NULL || text == NULL || out == NULL) return violation("StringRegister: arguments");
  if (stringCount == stringRoom) strings = realloc(strings, (stringRoom = stringRoom * 2 + 1024) * sizeof *strings);
  strings[stringCount++] = copy_text(text);
  *out = code == GIVES_NULL ? NULL : (void *)(uintptr_t)stringCount;
  return OK;
}

static int32_t resource_register(void *handle, const void *from) {
  return live(DOMAIN, handle) == NULL || from == NULL ? violation("ResourceRegister") : OK;
}

static int32_t scope_register(void *handle, const NwScope *from, uint64_t *out) {
  const int code = injected("ScopeRegister");
  if (code > 0) return code;
  if (live(DOMAIN, handle) == NULL || from == NULL || from->structSize < sizeof *from || from->path == NULL || *from->path == 0) return violation("ScopeRegister: arguments");
  if (from->scopeId == 0 && out == NULL) return violation("ScopeRegister: neither id nor place for it");
  if (from->parentScope > 2 && from->parentScope != 17 && from->parentScope < 1000) return violation("ScopeRegister: parent %llu", (unsigned long long)from->parentScope);
  if (!remember_name(SESSION, from->path)) return violation("ScopeRegister: %s twice", from->path);
  scopes[scopeCount] = copy_text(from->path);
  *out = code == GIVES_NULL ? 0 : 1000 + scopeCount;
  scopeCount++;
  return OK;
}

static int32_t schema_register(void *handle, const NwSchema *from, uint64_t *out) {
  const int code = injected("SchemaRegister");
  if (code > 0) return code;
  Domain *domain = live(DOMAIN, handle);
  if (domain == NULL) return violation("SchemaRegister: no live domain");
  const int result = add_schema(domain, from, true);
  if (result == OK && out != NULL) *out = from->schemaId;
  return result;
}

static int32_t enum_register(void *handle, const NwEnum *from, uint64_t *out) {
  const int code = injected("EnumRegister");
  if (code > 0) return code;
  Domain *domain = live(DOMAIN, handle);
  if (domain == NULL) return violation("EnumRegister: no live domain");
  const int result = add_enum(domain, from);
  if (result == OK && out != NULL) *out = from->schemaId;
  return result;
}

static const char *scope_name(uint64_t id) {
  return id == 1 ? "/" : id >= 1000 && id < 1000 + scopeCount ? scopes[id - 1000] : NULL;
}

static int32_t counter_register(void *handle, const Nw2Counter *from, uint64_t *out) {
  const int code = injected("CounterRegister");
  if (code > 0) return code;
  if (live(DOMAIN, handle) == NULL || from == NULL || from->structSize < sizeof *from || from->name == NULL || out == NULL) return violation("CounterRegister: arguments");
  if (from->schemaId != NW_TYPE_INT64 && from->schemaId != NW_TYPE_DOUBLE) return violation("CounterRegister: type");
  if (scope_name(from->scopeId) == NULL) return violation("CounterRegister: scope");
  const Nw2CounterSemantics *semantics = from->semantics;
  if (semantics != NULL && (semantics->header.structSize != 72 || semantics->header.semanticId != 5 || semantics->header.version != 2)) return violation("CounterRegister: semantics");
  counters[counterCount] = (Counter){.id = 5000 + counterCount, .scope = from->scopeId, .name = copy_text(from->name)};
  begin_line("CounterRegister");
  put_text("name", from->name);
  put_text("scope", scope_name(from->scopeId));
  put_text("unit", semantics == NULL ? NULL : semantics->unit);
  end_line();
  *out = code == GIVES_NULL ? 0 : 5000 + counterCount;
  counterCount++;
  return OK;
}

static int32_t stream_open(void *session, const Nw2StreamAttributes *from, void **out) {
  const int code = injected("StreamOpen");
  if (code > 0) return code;
  if (live(SESSION, session) == NULL || from == NULL || from->structSize < sizeof *from || out == NULL) return violation("StreamOpen: arguments");
  if (from->name == NULL || *from->name == 0) return violation("StreamOpen: no name");
  if (live(DOMAIN, from->domain) == NULL) return violation("StreamOpen: no live domain");
  if (scope_name(from->scopeId) == NULL) return violation("StreamOpen: scope");
  if (from->timeDomainId != NW2_TIME_DOMAIN_UTC) return violation("StreamOpen: time domain");
  if (from->interleaving < 0 || from->interleaving > 1 || from->ordering < 0 || from->ordering > 3 || from->skid != 0 || from->skidAmount != 0) return violation("StreamOpen: ordering");
  if (!remember_name(STREAM, from->name)) return violation("StreamOpen: a second stream named %s", from->name);
  Stream *stream = calloc(1, sizeof *stream);
  *stream = (Stream){.domain = live(DOMAIN, from->domain), .name = copy_text(from->name), .ordering = from->ordering, .scope = from->scopeId};
  begin_line("StreamOpen");
  put_text("name", from->name);
  put_text("domain", stream->domain->name);
  put_text("scope", scope_name(from->scopeId));
  end_line();
  *out = code == GIVES_NULL ? NULL : new_handle(STREAM, stream);
  return OK;
}

static int32_t stream_close(void *handle) {
  const int code = injected("StreamClose");
  if (code > 0) return code;
  if (live(STREAM, handle) == NULL) return violation("StreamClose: no live stream");
  kill_handle(handle);
  return OK;
}

static int take_event(Stream *stream, const Schema *schema, const void *blob) {
  int64_t times[2];
  begin_line("event");
  put_text("stream", stream->name);
  if (put_event(stream->domain, schema, blob, NULL, 0, string_of, times) != OK) return INVALID;
  end_line();
  /* Only rows in which nothing overlaps are promised in order, so this must hold too. */
  if (stream->ordering == 2 && times[0] < stream->last) return violation("an event of stream %s starts before the one before it ends", stream->name);
  stream->last = times[1];
  return OK;
}

static int32_t event_write(void *handle, const NwPayload *payloads, size_t count) {
  const int code = injected("EventWrite");
  if (code > 0) return code;
  Stream *stream = live(STREAM, handle);
  if (stream == NULL || payloads == NULL || count != 1 || payloads->payload == NULL) return violation("EventWrite: arguments");
  const Schema *schema = find_schema(stream->domain, payloads->schemaId);
  if (schema == NULL || payloads->size != schema->size) return violation("EventWrite: schema or size");
  return take_event(stream, schema, payloads->payload);
}

static int32_t event_batch_write(void *handle, const Nw2EventBatch *batch) {
  const int code = injected("EventBatchWrite");
  if (code > 0) return code;
  Stream *stream = live(STREAM, handle);
  if (stream == NULL || batch == NULL || batch->events == NULL) return violation("EventBatchWrite: arguments");
  const Schema *schema = find_schema(stream->domain, batch->eventSchemaId);
  if (schema == NULL || batch->size == 0 || batch->size % schema->size != 0) return violation("EventBatchWrite: schema or size");
  if (batch->scope != 0 && scope_name(batch->scope) == NULL) return violation("EventBatchWrite: scope");
  for (size_t at = 0; at < batch->size; at += schema->size) if (take_event(stream, schema, (const char *)batch->events + at) != OK) return INVALID;
  return OK;
}

static int32_t counter_write(void *handle, int64_t time, uint64_t id, const void *data, size_t size) {
  (void)time, (void)id, (void)data, (void)size;
  return live(STREAM, handle) == NULL ? violation("CounterWrite") : OK;
}

static int32_t counter_no_value_write(void *handle, int64_t time, uint64_t id, uint8_t reason) {
  (void)time, (void)id, (void)reason;
  return live(STREAM, handle) == NULL ? violation("CounterNoValueWrite") : OK;
}

static int32_t counter_batch_write(void *handle, const Nw2CounterBatch *batch) {
  const int code = injected("CounterBatchWrite");
  if (code > 0) return code;
  if (live(STREAM, handle) == NULL || batch == NULL || batch->counters == NULL || batch->timestamps == NULL) return violation("CounterBatchWrite: arguments");
  if (batch->counterId < 5000 || batch->counterId >= 5000 + counterCount) return violation("CounterBatchWrite: counter");
  const size_t count = batch->timestampsSize / 8;
  if (batch->timestampsSize % 8 != 0 || batch->countersSize != count * 8) return violation("CounterBatchWrite: sizes");
  const double *values = batch->counters;
  for (size_t i = 1; i < count; i++) if (batch->timestamps[i] < batch->timestamps[i - 1]) return violation("CounterBatchWrite: not sorted");
  begin_line("counter");
  put_text("name", counters[batch->counterId - 5000].name);
  put_text("scope", scope_name(counters[batch->counterId - 5000].scope));
  fputs(",\"samples\":[", record());
  for (size_t i = 0; i < count; i++) fprintf(record(), "%s[\"%lld\",%.17g]", i > 0 ? "," : "", (long long)batch->timestamps[i], values[i]);
  fputc(']', record());
  end_line();
  return OK;
}

static int32_t no_sync(void *stream, uint64_t a, uint64_t b, int64_t ta, int64_t tb) {
  (void)stream, (void)a, (void)b, (void)ta, (void)tb;
  return NW2_NOT_SUPPORTED;
}

static int32_t no_sync_table(void *stream, uint64_t a, uint64_t b, const int64_t *pairs, size_t count) {
  (void)stream, (void)a, (void)b, (void)pairs, (void)count;
  return NW2_NOT_SUPPORTED;
}

static int32_t no_factor(void *stream, uint64_t a, uint64_t b, double slope, int64_t ta, int64_t tb) {
  (void)stream, (void)a, (void)b, (void)slope, (void)ta, (void)tb;
  return NW2_NOT_SUPPORTED;
}

static int32_t no_time_domain(void *domain, const Nw2TimeDomain *from, uint64_t *out) {
  (void)domain, (void)from, (void)out;
  return NW2_NOT_SUPPORTED;
}

static const Nw2Table table = {
    session_begin, session_end, domain_register, category_register, string_register, resource_register, scope_register, schema_register, enum_register, counter_register,
    no_time_domain, stream_open, stream_close, event_write, event_batch_write, counter_write, counter_no_value_write, counter_batch_write, no_sync, no_sync_table, no_factor, {0}};

EXPORT int32_t nvtxwGetInterface(int32_t version, const void **out) {
  const int code = injected("nvtxwGetInterface");
  if (code > 0) return code;
  if (version != NW_INTERFACE) return 6;
  if (out == NULL) return violation("nvtxwGetInterface: arguments");
  puts("Backend implementation loaded!");
  *out = code == GIVES_NULL ? NULL : &table;
  return OK;
}

EXPORT void nvtxwFinalize(void) {
  if (count_live(SESSION) > 0) violation("finalized with a live session");
  begin_line("finalize");
  end_line();
  flush_lines();
}
