// The bytes of an event, the same for both interfaces:
//
//   0 start  8 stop  16 message  24 colour (u32)  28 category (u32, v2)  32 … the facts of its kind, 8 bytes each
//
// What differs is how texts are given (a pointer to the text, or a handle of a registered string) and the type of times.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "session.h"

namespace nvtxw {

constexpr size_t kHeaderSize = 32;

// Schema ids of ours: static ids lie in [2^24, 2^32). v1 shares them between sessions that are merged, so they are of the range that
// Legion's exporter took; a kind adds its index.
constexpr uint64_t kKindSchema = 0x1C0FFEE;
constexpr uint64_t kMessageSchema = 0x2C0FFEE;
constexpr uint64_t kTextSchema = 0x2C0FFEF;
constexpr uint64_t kStateEnum = 0x3C0FFEE;

struct LayoutChoice {
  uint64_t timeType;
  uint64_t textType;
  uint64_t textFlags;
  uint64_t stateType;  // id of the registered enum, or a plain type
  bool hasCategory;
  const void* timeSemantics;
};

// Entries of a kind's schema; names point into `declaration`.
std::vector<NwEntry> LayOut(const Declaration& declaration, const Kind& kind, const LayoutChoice& choice);

inline size_t PayloadSize(const Kind& kind) { return kHeaderSize + 8 * kind.columns.size(); }

// The schema of a kind over `entries`, which must outlive it.
NwSchema KindSchema(const Kind& kind, size_t index, const std::vector<NwEntry>& entries, uint64_t flags);

NwEnum StateEnum(const std::vector<NwEnumValue>& values);
std::vector<NwEnumValue> StateValues(const Declaration& declaration);

// Writes event `i` at `to` (PayloadSize bytes). `text` gives what stands for a text, 8 bytes.
template <typename TextOf>
void Pack(const Declaration& declaration, const Batch& batch, uint32_t i, uint32_t category, uint8_t* to, TextOf text) {
  const Page& page = batch.pages[batch.slots[i]];
  const uint32_t row = batch.rows[i];
  const Kind& kind = declaration.kinds[page.kinds[row]];
  const int64_t times[2] = {At(batch.starts[i], batch.originNs), At(batch.stops[i], batch.originNs)};
  const uint64_t message = text(page.texts.At(page.messages[row]));
  std::memcpy(to, times, 16);
  std::memcpy(to + 16, &message, 8);
  std::memcpy(to + 24, &batch.colors[i], 4);
  std::memcpy(to + 28, &category, 4);
  to += kHeaderSize;
  for (uint32_t column : kind.columns) {
    const Column& one = declaration.columns[column];
    const void* data = one.isOfEvent ? batch.columns[column] : page.columns[column];
    const uint32_t at = one.isOfEvent ? i : row;
    uint64_t value = 0;
    switch (one.type) {
      case ColumnType::kId: {
        const uint32_t* words = static_cast<const uint32_t*>(data) + 2 * static_cast<size_t>(at);
        value = words[0] | (static_cast<uint64_t>(words[1]) << 32);
        break;
      }
      case ColumnType::kNumber: std::memcpy(&value, static_cast<const double*>(data) + at, 8); break;
      case ColumnType::kText: value = text(page.texts.At(static_cast<const uint32_t*>(data)[at])); break;
      case ColumnType::kState: value = static_cast<const uint8_t*>(data)[at]; break;
    }
    std::memcpy(to, &value, 8);
    to += 8;
  }
}

}  // namespace nvtxw
