/*
 * What the recording backends share: they take the part of Nsight Systems' writer backend, check every rule that a client has to keep,
 * and write what they got as JSON lines to the file that NVTXW_RECORD names. A breach is a line {"violation": …} and result 2.
 * NVTXW_FAIL=Call:nth:code makes the nth call of that name fail (0 = every one); the code `crash` ends the process instead, `null` gives success
 * without a result; several are divided by commas. While the file that NVTXW_WAIT names is there, SessionEnd waits.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { OK = 0, INVALID = 2, GIVES_NULL = -1000 };

/* The line that is being written. */
FILE *record(void);
/* Begins a line {"call": name; the caller goes on with members and ends it by end_line(). */
void begin_line(const char *call);
void end_line(void);
/* A line of any form instead of the one at hand. */
void put_plain(const char *format, ...) __attribute__((format(printf, 1, 2)));
void flush_lines(void);
/* `,"key":` and a text, as JSON; NULL as null. */
void put_text(const char *key, const char *text);
void put_number(const char *key, int64_t value);
void put_string(const char *text);

/* Says what rule was broken; gives INVALID. */
int violation(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Code to give at once, or 0. To be asked first in every call. */
int injected(const char *call);

/* A new live handle that carries `value`; handles are never reused. */
void *new_handle(int sort, void *value);
/* The value behind a live handle of that sort, or NULL. */
void *live(int sort, const void *handle);
void kill_handle(const void *handle);
int count_live(int sort);

/* Names that must be unique. False if it was there. */
bool remember_name(int sort, const char *name);

char *copy_text(const char *text);
/* Checks name and configuration of a session; gives the path of its file (to be freed), or NULL after a violation. */
char *check_session(const char *name, const char *config);
/* Writes the report that a session leaves; 0 or 1. */
int write_report(const char *path);

#endif
