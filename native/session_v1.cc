// The interface of 2024. Every stream belongs to a domain by name, and what it uses is registered on the stream. One event a call, as both
// known clients do: a payload for each of its texts, then the blob that points to them.
#include <clocale>

#include "payload.h"

namespace nvtxw {
namespace {

const char* const kResults[] = {"success", "failed", "invalid argument", "invalid mode", "library not found", "configuration not found", "a symbol is missing",
                                "the loader failed", "this interface is not supported", "configuration without loader", "unsupported loader mode", "variable not found"};

void CheckV1(int32_t result, const char* call) { Check(result, call, kResults, sizeof(kResults) / sizeof(*kResults)); }

// Texts are in the encoding of the process's locale.
void UseUtf8() {
  for (const char* name : {"C.UTF-8", "en_US.UTF-8", ".UTF-8"}) {
    if (std::setlocale(LC_CTYPE, name) != nullptr) return;
  }
}

class SessionV1 final : public Session {
 public:
  SessionV1(std::unique_ptr<Library> library, void* load) : library_(std::move(library)) {
    UseUtf8();
    Nw1GetInterface getInterface = nullptr;
    CheckV1(reinterpret_cast<Nw1Load>(load)(nullptr, &getInterface), "nvtxwLoadImplementation");
    if (getInterface == nullptr) throw Failure("refused", "nvtxwLoadImplementation: success, but nothing was loaded");
    const void* table = nullptr;
    CheckV1(getInterface(NW_INTERFACE, &table), "getInterface");
    table_ = static_cast<const Nw1Table*>(table);
    if (table_ == nullptr || table_->structSize < sizeof(Nw1Table) || !table_->sessionBegin || !table_->sessionEnd || !table_->streamOpen || !table_->streamClose ||
        !table_->schemaRegister || !table_->enumRegister || !table_->eventWrite) {
      throw Failure("refused", "getInterface: success, but the interface is not whole");
    }
  }

  int Interface() const override { return 1; }

  void Begin(const Declaration& declaration) override {
    declaration_ = declaration;
    const LayoutChoice choice{NW_TYPE_UINT64, NW_TYPE_TEXT, NW_FLAG_POINTER, kStateEnum, false, nullptr};
    for (const Kind& kind : declaration_.kinds) layouts_.push_back(LayOut(declaration_, kind, choice));
    const NwSessionAttributes attributes{sizeof(NwSessionAttributes), declaration_.session.c_str(), declaration_.config.empty() ? nullptr : declaration_.config.c_str()};
    CheckV1(table_->sessionBegin(&session_, &attributes), "SessionBegin");
    if (session_.opaque == nullptr) throw Failure("refused", "SessionBegin: success, but there is no session");
  }

  void OpenStream(const StreamChoice& choice) override {
    Nw1StreamAttributes attributes{};
    attributes.structSize = sizeof attributes;
    attributes.name = choice.name.c_str();
    attributes.domain = choice.domain.c_str();
    attributes.ordering = NW_ORDERING_UNKNOWN;
    stream_ = {};
    CheckV1(table_->streamOpen(&stream_, session_, &attributes), "StreamOpen");
    if (stream_.opaque == nullptr) throw Failure("refused", "StreamOpen: success, but there is no stream");
    isRegistered_.assign(declaration_.kinds.size(), false);
    RegisterTexts();
  }

  void Write(const Batch& batch) override {
    for (uint32_t i = 0; i < batch.count; i++) {
      const size_t kind = batch.Kind(i);
      if (!isRegistered_[kind]) RegisterKind(kind);
      blob_.resize(PayloadSize(declaration_.kinds[kind]));
      payloads_.clear();
      Pack(declaration_, batch, i, 0, blob_.data(), [&](const char* text) {
        payloads_.push_back({payloads_.empty() ? kMessageSchema : kTextSchema, NW_SIZE_OF_TEXT, text});
        return reinterpret_cast<uint64_t>(text);
      });
      payloads_.push_back({kKindSchema + kind, blob_.size(), blob_.data()});
      CheckV1(table_->eventWrite(stream_, payloads_.data(), payloads_.size()), "EventWrite");
    }
  }

  void CloseStream() override {
    CheckV1(table_->streamClose(stream_), "StreamClose");
    stream_ = {};
  }

  bool WriteCounter(const CounterChoice&, uint32_t, const double*, int64_t, const double*) override { return false; }

  void End() override {
    const Nw1Session session = session_;
    CheckV1(table_->sessionEnd(session), "SessionEnd");
    session_ = {};
  }

 private:
  void RegisterTexts() {
    for (uint64_t id : {kMessageSchema, kTextSchema}) {
      NwEntry entry{};
      entry.name = id == kMessageSchema ? "name" : "text";
      entry.flags = NW_FLAG_ZERO_TERMINATED | (id == kMessageSchema ? NW_FLAG_MESSAGE : 0);
      entry.type = NW_TYPE_TEXT;
      NwSchema schema{};
      schema.fieldMask = NW_MASK_TYPE | NW_MASK_FLAGS | NW_MASK_ENTRIES | NW_MASK_COUNT | NW_MASK_ID;
      schema.type = NW_SCHEMA_DYNAMIC;
      schema.flags = NW_SCHEMA_REFERENCED;
      schema.entries = &entry;
      schema.numEntries = 1;
      schema.schemaId = id;
      CheckV1(table_->schemaRegister(stream_, &schema), "SchemaRegister");
    }
    const std::vector<NwEnumValue> values = StateValues(declaration_);
    const NwEnum states = StateEnum(values);
    CheckV1(table_->enumRegister(stream_, &states), "EnumRegister");
  }

  void RegisterKind(size_t kind) {
    const NwSchema schema = KindSchema(declaration_.kinds[kind], kind, layouts_[kind], 0);
    CheckV1(table_->schemaRegister(stream_, &schema), "SchemaRegister");
    isRegistered_[kind] = true;
  }

  std::unique_ptr<Library> library_;
  const Nw1Table* table_ = nullptr;
  Declaration declaration_;
  std::vector<std::vector<NwEntry>> layouts_;
  Nw1Session session_{};
  Nw1Stream stream_{};
  std::vector<bool> isRegistered_;
  // Of the event at hand.
  std::vector<uint8_t> blob_;
  std::vector<NwPayload> payloads_;
};

}  // namespace

std::unique_ptr<Session> OpenV1(std::unique_ptr<Library> library, void* load) { return std::make_unique<SessionV1>(std::move(library), load); }

}  // namespace nvtxw
