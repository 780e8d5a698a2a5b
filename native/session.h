// One session with a writer backend, whichever interface it has: kinds of events are declared, streams opened, batches written, then the
// backend writes its file. Methods throw Failure where the backend refuses; nothing may be called after that but the destructor.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "library.h"
#include "nvtxw_abi.h"

namespace nvtxw {

enum class ColumnType { kId, kNumber, kText, kState };

// A fact that events may carry: its item's, or its own. Eight bytes each in a payload.
struct Column {
  std::string name;
  ColumnType type;
  bool isOfEvent;
};

// Events that carry the same facts, as one payload schema.
struct Kind {
  std::string name;
  std::vector<uint32_t> columns;
};

struct Declaration {
  std::string session;  // path of the file to write, without its extension
  std::string config;   // lines `key=value`; empty = none
  std::vector<Column> columns;
  std::vector<Kind> kinds;
  std::vector<std::string> states;
};

struct StreamChoice {
  std::string name;    // unique in the session
  std::string domain;  // what v1 shows it under
  std::string scope;   // where v2 shows it
  uint32_t levels;     // v2 has a stream for each, as nothing overlaps there
};

// Texts by number, each ended by NUL.
struct Texts {
  const char* bytes;
  const uint32_t* starts;
  uint32_t count;

  const char* At(uint32_t number) const { return bytes + starts[number]; }
};

// Values of a column: pairs of words (id), doubles (number, NaN = not recorded), numbers of texts (text), or bytes (state). Null where the
// column is not of this.
using ColumnValues = std::vector<const void*>;

// Items that events are of. Arrays stay the caller's, who (addon.cc) checks that every number of a text is one of `texts`.
struct Page {
  uint32_t count = 0;
  const uint8_t* kinds = nullptr;
  const uint32_t* messages = nullptr;
  Texts texts{};
  ColumnValues columns;
};

// Events of one stream in the order of their start; arrays have length `count`, and stay the caller's, who checks all numbers.
struct Batch {
  uint32_t count;
  const double* starts;
  const double* stops;
  int64_t originNs;  // added to all times
  const uint16_t* levels;
  const uint32_t* colors;
  // The item of each event: which page, and which of its items.
  const Page* pages;
  const uint8_t* slots;
  const uint16_t* rows;
  ColumnValues columns;  // texts are those of the item's page

  uint8_t Kind(uint32_t i) const { return pages[slots[i]].kinds[rows[i]]; }
};

struct CounterChoice {
  std::string name;
  std::string scope;
  std::string unit;
  bool hasLimit;
  double limit;
};

class Session {
 public:
  virtual ~Session() = default;
  virtual int Interface() const = 0;
  virtual void Begin(const Declaration&) = 0;
  // Streams are closed in the order in which they were opened; only the last one opened may be written.
  virtual void OpenStream(const StreamChoice&) = 0;
  virtual void Write(const Batch&) = 0;
  virtual void CloseStream() = 0;
  // False where the interface has no counters.
  virtual bool WriteCounter(const CounterChoice&, uint32_t count, const double* times, int64_t originNs, const double* values) = 0;
  // The backend writes its file now.
  virtual void End() = 0;
};

// Tells by its symbols what the library is. Throws Failure 'no-backend' if it is none.
std::unique_ptr<Session> OpenSession(const std::string& library);

std::unique_ptr<Session> OpenV1(std::unique_ptr<Library>, void* load);
std::unique_ptr<Session> OpenV2(std::unique_ptr<Library>, void* getInterface);

// Throws Failure 'refused' that names the call, unless `result` is 0.
void Check(int32_t result, const char* call, const char* const* words, size_t wordCount);

// Nanoseconds of an event's edge; checked by the caller to fit.
inline int64_t At(double time, int64_t originNs) { return static_cast<int64_t>(time) + originNs; }

}  // namespace nvtxw
