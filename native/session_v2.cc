// The interface of 2026. One domain holds all that is registered; every level of a track is a stream, so that nothing in it overlaps and
// its order can be promised. What a backend does not support (result 7) is done in the plainer way or left out.
#include <cmath>
#include <unordered_map>

#include "payload.h"

namespace nvtxw {
namespace {

const char* const kResults[] = {"success", "failed", "invalid argument", "library not found", "loading failed", "a symbol is missing", "this version is not supported", "not supported"};

void CheckV2(int32_t result, const char* call) { Check(result, call, kResults, sizeof(kResults) / sizeof(*kResults)); }

// False where the backend does not support the call.
bool Supports(int32_t result, const char* call) {
  if (result == NW2_NOT_SUPPORTED) return false;
  CheckV2(result, call);
  return true;
}

// Texts whose handles are kept; titles are mostly unique, what repeats does so soon.
constexpr size_t kKeptTexts = 1 << 16;

const Nw2TimeSemantics kUtc{{sizeof(Nw2TimeSemantics), NW2_SEMANTICS_TIME, 1, nullptr}, NW2_TIME_DOMAIN_UTC};

class SessionV2 final : public Session {
 public:
  SessionV2(std::unique_ptr<Library> library, void* getInterface) : library_(std::move(library)) {
    const void* table = nullptr;
    CheckV2(reinterpret_cast<Nw2GetInterface>(getInterface)(NW_INTERFACE, &table), "nvtxwGetInterface");
    table_ = static_cast<const Nw2Table*>(table);
    if (table_ == nullptr || !table_->sessionBegin || !table_->sessionEnd || !table_->domainRegister || !table_->stringRegister || !table_->schemaRegister ||
        !table_->streamOpen || !table_->streamClose || !table_->eventWrite) {
      throw Failure("refused", "nvtxwGetInterface: success, but the interface is not whole");
    }
  }

  int Interface() const override { return 2; }

  void Begin(const Declaration& declaration) override {
    declaration_ = declaration;
    const NwSessionAttributes attributes{sizeof(NwSessionAttributes), declaration_.session.c_str(), declaration_.config.empty() ? nullptr : declaration_.config.c_str()};
    CheckV2(table_->sessionBegin(&attributes, &session_), "SessionBegin");
    if (session_ == nullptr) throw Failure("refused", "SessionBegin: success, but there is no session");
    const Nw2DomainAttributes domain{sizeof domain, "Legion"};
    CheckV2(table_->domainRegister(session_, &domain, &domain_), "DomainRegister");
    if (domain_ == nullptr) throw Failure("refused", "DomainRegister: success, but there is no domain");
    RegisterKinds();
  }

  void OpenStream(const StreamChoice& choice) override {
    scope_ = Scope(choice.scope);
    for (uint32_t level = 0; level < choice.levels; level++) streams_.push_back(Open(choice.name + " level " + std::to_string(level)));
  }

  void Write(const Batch& batch) override {
    std::vector<std::vector<uint32_t>> byLevel(streams_.size());
    for (uint32_t i = 0; i < batch.count; i++) byLevel[batch.levels[i]].push_back(i);
    for (size_t level = 0; level < byLevel.size(); level++) {
      const std::vector<uint32_t>& events = byLevel[level];
      for (size_t first = 0, end; first < events.size(); first = end) {
        const uint8_t kind = batch.Kind(events[first]);
        for (end = first + 1; end < events.size() && batch.Kind(events[end]) == kind;) end++;
        WriteRun(streams_[level], batch, kind, events.data() + first, end - first);
      }
    }
  }

  void CloseStream() override {
    for (void* stream : streams_) CheckV2(table_->streamClose(stream), "StreamClose");
    streams_.clear();
  }

  bool WriteCounter(const CounterChoice& choice, uint32_t count, const double* times, int64_t originNs, const double* values) override {
    if (!hasCounters_ || table_->counterRegister == nullptr || table_->counterBatchWrite == nullptr) return false;
    Nw2CounterSemantics semantics{};
    semantics.header = {sizeof semantics, NW2_SEMANTICS_COUNTER, 2, nullptr};
    semantics.flags = NW2_COUNTER_ABSOLUTE | NW2_COUNTER_UNTIL_NEXT | (choice.hasLimit ? NW2_COUNTER_LIMIT_MIN | NW2_COUNTER_LIMIT_MAX : 0);
    semantics.unit = choice.unit.c_str();
    semantics.unitScaleNumerator = semantics.unitScaleDenominator = 1;
    semantics.limitType = choice.hasLimit ? NW2_LIMIT_REAL : NW2_LIMIT_NONE;
    semantics.max.real = choice.limit;
    scope_ = Scope(choice.scope);
    const Nw2Counter counter{sizeof counter, NW_TYPE_DOUBLE, choice.name.c_str(), nullptr, scope_, &semantics, 0};
    uint64_t id = 0;
    hasCounters_ = Supports(table_->counterRegister(domain_, &counter, &id), "CounterRegister");
    if (!hasCounters_) return false;
    if (id == 0) throw Failure("refused", "CounterRegister: success, but there is no counter");
    std::vector<int64_t> absolute(count);
    for (uint32_t i = 0; i < count; i++) absolute[i] = At(times[i], originNs);
    void* stream = Open(choice.scope + " " + choice.name);
    const Nw2CounterBatch batch{id, values, count * sizeof(double), NW2_BATCH_SORTED, absolute.data(), count * sizeof(int64_t)};
    hasCounters_ = Supports(table_->counterBatchWrite(stream, &batch), "CounterBatchWrite");
    CheckV2(table_->streamClose(stream), "StreamClose");
    return hasCounters_;
  }

  void End() override {
    CheckV2(table_->sessionEnd(session_), "SessionEnd");
    session_ = nullptr;
  }

 private:
  void RegisterKinds() {
    const std::vector<NwEnumValue> values = StateValues(declaration_);
    const NwEnum states = StateEnum(values);
    uint64_t stateType = NW_TYPE_UINT64;
    if (table_->enumRegister != nullptr) Supports(table_->enumRegister(domain_, &states, &stateType), "EnumRegister");
    for (size_t i = 0; i < declaration_.kinds.size(); i++) {
      const Kind& kind = declaration_.kinds[i];
      const uint32_t category = static_cast<uint32_t>(i) + 1;
      if (table_->categoryRegister != nullptr) Supports(table_->categoryRegister(domain_, category, kind.name.c_str()), "CategoryRegister");
      const std::vector<NwEntry> entries = LayOut(declaration_, kind, {NW_TYPE_INT64, NW_TYPE_REGISTERED_STRING, 0, stateType, true, &kUtc});
      const NwSchema schema = KindSchema(kind, i, entries, NW_SCHEMA_RANGE_START_END);
      uint64_t id = 0;
      CheckV2(table_->schemaRegister(domain_, &schema, &id), "SchemaRegister");
      schemas_.push_back(id == 0 ? schema.schemaId : id);
    }
  }

  uint64_t Scope(const std::string& path) {
    if (table_->scopeRegister == nullptr) return NW2_SCOPE_ROOT;
    const auto known = scopes_.find(path);
    if (known != scopes_.end()) return known->second;
    const NwScope scope{sizeof scope, path.c_str(), NW2_SCOPE_ROOT, 0};
    uint64_t id = 0;
    if (!Supports(table_->scopeRegister(domain_, &scope, &id), "ScopeRegister")) id = NW2_SCOPE_ROOT;
    if (id == 0) throw Failure("refused", "ScopeRegister: success, but there is no scope");
    scopes_.emplace(path, id);
    return id;
  }

  void* Open(const std::string& name) {
    Nw2StreamAttributes attributes{};
    attributes.structSize = sizeof attributes;
    attributes.name = name.c_str();
    attributes.domain = domain_;
    attributes.scopeId = scope_;
    attributes.timeDomainId = NW2_TIME_DOMAIN_UTC;
    attributes.ordering = NW_ORDERING_RANGES_BY_START;
    void* stream = nullptr;
    CheckV2(table_->streamOpen(session_, &attributes, &stream), "StreamOpen");
    if (stream == nullptr) throw Failure("refused", "StreamOpen: success, but there is no stream");
    return stream;
  }

  void WriteRun(void* stream, const Batch& batch, uint8_t kind, const uint32_t* events, size_t count) {
    const size_t size = PayloadSize(declaration_.kinds[kind]);
    blobs_.resize(count * size);
    for (size_t i = 0; i < count; i++) {
      Pack(declaration_, batch, events[i], kind + 1u, blobs_.data() + i * size, [&](const char* text) { return Text(text); });
    }
    if (hasBatches_ && table_->eventBatchWrite != nullptr) {
      const Nw2EventBatch all{schemas_[kind], blobs_.size(), blobs_.data(), scope_, NW2_BATCH_SORTED, nullptr, 0, 0};
      hasBatches_ = Supports(table_->eventBatchWrite(stream, &all), "EventBatchWrite");
      if (hasBatches_) return;
    }
    for (size_t i = 0; i < count; i++) {
      const NwPayload payload{schemas_[kind], size, blobs_.data() + i * size};
      CheckV2(table_->eventWrite(stream, &payload, 1), "EventWrite");
    }
  }

  uint64_t Text(const char* text) {
    const std::string key(text);
    const auto known = texts_.find(key);
    if (known != texts_.end()) return known->second;
    if (texts_.size() >= kKeptTexts) texts_.clear();
    void* handle = nullptr;
    CheckV2(table_->stringRegister(domain_, text, &handle), "StringRegister");
    if (handle == nullptr) throw Failure("refused", "StringRegister: success, but there is no string");
    return texts_.emplace(key, reinterpret_cast<uint64_t>(handle)).first->second;
  }

  std::unique_ptr<Library> library_;
  const Nw2Table* table_ = nullptr;
  Declaration declaration_;
  void* session_ = nullptr;
  void* domain_ = nullptr;
  uint64_t scope_ = NW2_SCOPE_ROOT;
  std::vector<uint64_t> schemas_;
  std::vector<void*> streams_;
  std::vector<uint8_t> blobs_;
  std::unordered_map<std::string, uint64_t> scopes_;
  std::unordered_map<std::string, uint64_t> texts_;
  bool hasBatches_ = true;
  bool hasCounters_ = true;
};

}  // namespace

std::unique_ptr<Session> OpenV2(std::unique_ptr<Library> library, void* getInterface) { return std::make_unique<SessionV2>(std::move(library), getInterface); }

}  // namespace nvtxw
