#include "payload.h"

namespace nvtxw {

static NwEntry Entry(const char* name, uint64_t flags, uint64_t type, size_t offset) {
  NwEntry entry{};
  entry.name = name;
  entry.flags = flags;
  entry.type = type;
  entry.offset = offset;
  return entry;
}

std::vector<NwEntry> LayOut(const Declaration& declaration, const Kind& kind, const LayoutChoice& choice) {
  std::vector<NwEntry> entries{
      Entry("time_start", NW_FLAG_RANGE_BEGIN | NW_FLAG_TIMESTAMP, choice.timeType, 0),
      Entry("time_stop", NW_FLAG_RANGE_END | NW_FLAG_TIMESTAMP, choice.timeType, 8),
      Entry("name", NW_FLAG_MESSAGE | choice.textFlags, choice.textType, 16),
      Entry("color", 0, NW_TYPE_COLOR, 24),
  };
  entries[0].semantics = entries[1].semantics = choice.timeSemantics;
  if (choice.hasCategory) entries.push_back(Entry("category", 0, NW_TYPE_CATEGORY, 28));
  size_t offset = kHeaderSize;
  for (uint32_t column : kind.columns) {
    const Column& one = declaration.columns[column];
    switch (one.type) {
      case ColumnType::kId: entries.push_back(Entry(one.name.c_str(), 0, NW_TYPE_UINT64, offset)); break;
      case ColumnType::kNumber: entries.push_back(Entry(one.name.c_str(), 0, NW_TYPE_DOUBLE, offset)); break;
      case ColumnType::kText: entries.push_back(Entry(one.name.c_str(), choice.textFlags, choice.textType, offset)); break;
      case ColumnType::kState: entries.push_back(Entry(one.name.c_str(), 0, choice.stateType, offset)); break;
    }
    offset += 8;
  }
  return entries;
}

NwSchema KindSchema(const Kind& kind, size_t index, const std::vector<NwEntry>& entries, uint64_t flags) {
  NwSchema schema{};
  schema.fieldMask = NW_MASK_NAME | NW_MASK_TYPE | NW_MASK_ENTRIES | NW_MASK_COUNT | NW_MASK_SIZE | NW_MASK_ID | (flags == 0 ? 0 : NW_MASK_FLAGS);
  schema.name = kind.name.c_str();
  schema.type = NW_SCHEMA_STATIC;
  schema.flags = flags;
  schema.entries = entries.data();
  schema.numEntries = entries.size();
  schema.payloadStaticSize = PayloadSize(kind);
  schema.schemaId = kKindSchema + index;
  return schema;
}

std::vector<NwEnumValue> StateValues(const Declaration& declaration) {
  std::vector<NwEnumValue> values;
  for (size_t i = 0; i < declaration.states.size(); i++) values.push_back({declaration.states[i].c_str(), i, 0});
  return values;
}

NwEnum StateEnum(const std::vector<NwEnumValue>& values) {
  NwEnum states{};
  states.fieldMask = NW_ENUM_MASK_NAME | NW_ENUM_MASK_ENTRIES | NW_ENUM_MASK_COUNT | NW_ENUM_MASK_SIZE | NW_ENUM_MASK_ID;
  states.name = "state";
  states.entries = values.data();
  states.numEntries = values.size();
  states.sizeOfEnum = 8;
  states.schemaId = kStateEnum;
  return states;
}

}  // namespace nvtxw
