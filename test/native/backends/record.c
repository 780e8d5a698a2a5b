#include "record.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_HANDLES 65536

static struct { int sort; bool isLive; void *value; } handles[MAX_HANDLES];
static int handleCount = 1;
static struct { int sort; char *name; } *names;
static size_t nameCount;

static char *line;
static size_t lineSize;

FILE *record(void) {
  static FILE *stream;
  if (stream == NULL) stream = open_memstream(&line, &lineSize);
  return stream;
}

/* Where lines go once they are whole; opened at the first one. */
static FILE *output(void) {
  static FILE *file;
  if (file == NULL) {
    const char *path = getenv("NVTXW_RECORD");
    file = path == NULL ? NULL : fopen(path, "a");
    if (file == NULL) file = stderr;
  }
  return file;
}

void put_string(const char *text) {
  FILE *file = record();
  fputc('"', file);
  for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
    if (*at == '"' || *at == '\\') fprintf(file, "\\%c", *at);
    else if (*at < 0x20) fprintf(file, "\\u%04x", *at);
    else fputc(*at, file);
  }
  fputc('"', file);
}

void begin_line(const char *call) {
  rewind(record());
  fputs("{\"call\":", record());
  put_string(call);
}

void end_line(void) {
  fputs("}\n", record());
  const long length = ftell(record());
  fflush(record());
  fwrite(line, 1, (size_t)length, output());
}

void put_plain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(output(), format, arguments);
  va_end(arguments);
}

void put_text(const char *key, const char *text) {
  fprintf(record(), ",\"%s\":", key);
  if (text == NULL) fputs("null", record());
  else put_string(text);
}

/* As text: JSON readers would round it. */
void put_number(const char *key, int64_t value) {
  fprintf(record(), ",\"%s\":\"%lld\"", key, (long long)value);
}

int violation(const char *format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  /* What was begun of a line goes. */
  rewind(record());
  fputs("{\"violation\":", record());
  put_string(text);
  end_line();
  fflush(output());
  return INVALID;
}

/* As long as the file that NVTXW_WAIT names is there, a session does not end. */
static void wait_while_told(const char *call) {
  const char *sign = getenv("NVTXW_WAIT");
  while (sign != NULL && strcmp(call, "SessionEnd") == 0 && access(sign, F_OK) == 0) usleep(20000);
}

typedef struct { char call[64], code[16]; int nth, seen; } Injection;

static int injected_one(Injection *one, const char *call) {
  if (strcmp(one->call, call) != 0 || (one->nth > 0 && ++one->seen != one->nth)) return 0;
  if (strcmp(one->code, "crash") == 0) {
    puts("the backend says something before it crashes");
    fflush(stdout);
    fflush(output());
    abort();
  }
  return strcmp(one->code, "null") == 0 ? GIVES_NULL : atoi(one->code);
}

int injected(const char *call) {
  wait_while_told(call);
  static Injection wanted[4];
  static int count = -1;
  if (count < 0) {
    count = 0;
    const char *choice = getenv("NVTXW_FAIL");
    while (choice != NULL && count < 4 && sscanf(choice, "%63[^:]:%d:%15[^,]", wanted[count].call, &wanted[count].nth, wanted[count].code) == 3) {
      count++;
      const char *comma = strchr(choice, ',');
      choice = comma == NULL ? NULL : comma + 1;
    }
  }
  for (int i = 0; i < count; i++) {
    const int code = injected_one(&wanted[i], call);
    if (code != 0) return code;
  }
  return 0;
}

/* A handle is the address of its entry: never a pointer that a client could have by accident. */
void *new_handle(int sort, void *value) {
  if (handleCount == MAX_HANDLES) {
    violation("too many handles for this backend");
    abort();
  }
  handles[handleCount].sort = sort;
  handles[handleCount].isLive = true;
  handles[handleCount].value = value;
  return &handles[handleCount++];
}

static int index_of(const void *handle) {
  const ptrdiff_t bytes = (const char *)handle - (const char *)handles;
  const ptrdiff_t index = bytes / (ptrdiff_t)sizeof *handles;
  return bytes > 0 && bytes % (ptrdiff_t)sizeof *handles == 0 && index < handleCount ? (int)index : 0;
}

void *live(int sort, const void *handle) {
  const int index = index_of(handle);
  return index > 0 && handles[index].isLive && handles[index].sort == sort ? handles[index].value : NULL;
}

void kill_handle(const void *handle) {
  handles[index_of(handle)].isLive = false;
}

int count_live(int sort) {
  int count = 0;
  for (int i = 1; i < handleCount; i++) count += handles[i].isLive && handles[i].sort == sort;
  return count;
}

bool remember_name(int sort, const char *name) {
  for (size_t i = 0; i < nameCount; i++) if (names[i].sort == sort && strcmp(names[i].name, name) == 0) return false;
  names = realloc(names, (nameCount + 1) * sizeof *names);
  names[nameCount].sort = sort;
  names[nameCount++].name = copy_text(name);
  return true;
}

void flush_lines(void) {
  fflush(output());
}

char *copy_text(const char *text) {
  return text == NULL ? NULL : strcpy(malloc(strlen(text) + 1), text);
}

static bool is_file(const char *path, bool wantsFolder) {
  struct stat about;
  return stat(path, &about) == 0 && (wantsFolder ? S_ISDIR(about.st_mode) : S_ISREG(about.st_mode));
}

/* The value of a key in lines `key=value`; NULL if there is none. To be freed. */
static char *config_value(const char *config, const char *key) {
  const size_t length = strlen(key);
  for (const char *line = config; line != NULL && *line; line = strpbrk(line, "\n\r|") ? strpbrk(line, "\n\r|") + 1 : NULL) {
    if (strncmp(line, key, length) != 0 || line[length] != '=') continue;
    char *value = copy_text(line + length + 1);
    value[strcspn(value, "\n\r|")] = 0;
    return value;
  }
  return NULL;
}

char *check_session(const char *name, const char *config) {
  static const char extension[] = ".nsys-rep";
  if (name == NULL || *name == 0) return violation("the session has no name"), NULL;
  const size_t length = strlen(name);
  if (length > 9 && strcmp(name + length - 9, extension) == 0) return violation("the session's name ends by .nsys-rep"), NULL;
  char *folder = copy_text(name);
  char *slash = strrchr(folder, '/');
  if (slash != NULL && slash != folder) *slash = 0;
  const bool isThere = slash == NULL || is_file(folder, true);
  free(folder);
  if (!isThere) return violation("the folder of %s does not exist", name), NULL;
  char *path = strcat(strcpy(malloc(length + sizeof extension), name), extension);
  char *merged = config == NULL ? NULL : config_value(config, "ReportMerge");
  if (merged != NULL && !is_file(merged, false)) return violation("the report to merge does not exist: %s", merged), NULL;
  if (merged != NULL && strcmp(merged, path) == 0) return violation("the report to merge is the output"), NULL;
  free(merged);
  return path;
}

int write_report(const char *path) {
  FILE *file = fopen(path, "wb");
  if (file == NULL) return 1;
  fputs("recorded\n", file);
  return fclose(file) == 0 ? 0 : 1;
}
