// What TypeScript sees of the sessions: a class Writer (electron/compat/nvtxw/nvtxw_addon.ts has its types). Everything that comes in is checked
// here: types, lengths of arrays, indexes, offsets of texts, ranges of times; what lies behind may trust it. Failures are thrown as
// errors with a `code`. Synchronous, one session at a time, in a process of its own.
#include <cmath>
#include <napi.h>

#include "session.h"

namespace {

using nvtxw::Batch;
using nvtxw::ColumnType;
using nvtxw::Failure;

// Beyond this a double does not hold every whole number.
constexpr double kMaxTime = 9007199254740992.0;

[[noreturn]] void ThrowType(Napi::Env env, const std::string& text) { throw Napi::TypeError::New(env, text); }

Napi::Object ObjectOf(const Napi::Value& value, const char* what) {
  if (!value.IsObject()) ThrowType(value.Env(), std::string(what) + " must be an object");
  return value.As<Napi::Object>();
}

std::string TextOf(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (!value.IsString()) ThrowType(object.Env(), std::string(name) + " must be a string");
  const std::string text = value.As<Napi::String>();
  if (text.find('\0') != std::string::npos) ThrowType(object.Env(), std::string(name) + " must not hold NUL");
  return text;
}

uint32_t CountOf(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= 4294967295.0 && std::floor(number) == number)) ThrowType(object.Env(), std::string(name) + " must be a whole number");
  return static_cast<uint32_t>(number);
}

// The data of a typed array of this type with at least `length` elements.
const void* ArrayOf(const Napi::Object& object, const char* name, napi_typedarray_type type, size_t length) {
  const Napi::Value value = object.Get(name);
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type) ThrowType(object.Env(), std::string(name) + " must be a typed array of its type");
  const Napi::TypedArray array = value.As<Napi::TypedArray>();
  if (array.ElementLength() < length) ThrowType(object.Env(), std::string(name) + " is too short");
  return static_cast<const uint8_t*>(array.ArrayBuffer().Data()) + array.ByteOffset();
}

int64_t BigIntOf(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  bool isExact = false;
  const int64_t number = value.IsBigInt() ? value.As<Napi::BigInt>().Int64Value(&isExact) : 0;
  if (!isExact || number < 0 || number > INT64_MAX / 2) ThrowType(object.Env(), std::string(name) + " must be a bigint of 0 to 2^62");
  return number;
}

// Times that are whole, or become so, and lie after 1970 with their origin.
void CheckTimes(Napi::Env env, const double* times, uint32_t count, int64_t originNs) {
  for (uint32_t i = 0; i < count; i++) {
    if (!(std::fabs(times[i]) <= kMaxTime) || nvtxw::At(times[i], originNs) < 0) ThrowType(env, "time number " + std::to_string(i) + " is out of range");
  }
}

class Writer : public Napi::ObjectWrap<Writer> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Writer", {
        InstanceAccessor<&Writer::Interface>("interface"), InstanceMethod<&Writer::Begin>("begin"), InstanceMethod<&Writer::OpenStream>("openStream"), InstanceMethod<&Writer::SetPage>("page"),
        InstanceMethod<&Writer::Write>("write"), InstanceMethod<&Writer::CloseStream>("closeStream"), InstanceMethod<&Writer::Counter>("counter"),
        InstanceMethod<&Writer::End>("end"),
    });
  }

  explicit Writer(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Writer>(info) {
    if (!info[0].IsString()) ThrowType(info.Env(), "the library must be a string");
    const std::string path = info[0].As<Napi::String>();
    Guarded(info.Env(), [&] { session_ = nvtxw::OpenSession(path); });
  }

 private:
  enum class Stage { kOpened, kBegun, kInStream, kEnded };

  Napi::Value Interface(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), session_->Interface()); }

  void Begin(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kOpened);
    const Napi::Object from = ObjectOf(info[0], "the declaration");
    declaration_.session = TextOf(from, "session");
    declaration_.config = TextOf(from, "config");
    const Napi::Array columns = ListOf(from, "columns");
    for (uint32_t i = 0; i < columns.Length(); i++) {
      const Napi::Object column = ObjectOf(columns.Get(i), "a column");
      declaration_.columns.push_back({TextOf(column, "name"), TypeOf(column), FlagOf(column, "isOfEvent")});
    }
    const Napi::Array kinds = ListOf(from, "kinds");
    if (kinds.Length() > 255) ThrowType(info.Env(), "too many kinds");
    for (uint32_t i = 0; i < kinds.Length(); i++) declaration_.kinds.push_back(KindOf(ObjectOf(kinds.Get(i), "a kind")));
    const Napi::Array states = ListOf(from, "states");
    for (uint32_t i = 0; i < states.Length(); i++) {
      if (!states.Get(i).IsString()) ThrowType(info.Env(), "states must be strings");
      declaration_.states.push_back(states.Get(i).As<Napi::String>());
    }
    Guarded(info.Env(), [&] { session_->Begin(declaration_); });
    stage_ = Stage::kBegun;
  }

  void OpenStream(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kBegun);
    const Napi::Object from = ObjectOf(info[0], "the stream");
    levels_ = CountOf(from, "levels");
    if (levels_ == 0 || levels_ > 65536) ThrowType(info.Env(), "levels must be 1 to 65536");
    const nvtxw::StreamChoice choice{TextOf(from, "name"), TextOf(from, "domain"), TextOf(from, "scope"), levels_};
    Guarded(info.Env(), [&] { session_->OpenStream(choice); });
    stage_ = Stage::kInStream;
  }

  // The page's arrays must stay as they are until the slot gets another page.
  void SetPage(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kInStream);
    const uint32_t slot = info[0].IsNumber() ? info[0].As<Napi::Number>().Uint32Value() : UINT32_MAX;
    if (slot >= kPages) ThrowType(info.Env(), "there is no such place for a page");
    const Napi::Object from = ObjectOf(info[1], "the page");
    nvtxw::Page page;
    page.count = CountOf(from, "count");
    page.kinds = static_cast<const uint8_t*>(ArrayOf(from, "kinds", napi_uint8_array, page.count));
    page.messages = static_cast<const uint32_t*>(ArrayOf(from, "messages", napi_uint32_array, page.count));
    page.texts = TextsOf(from);
    for (uint32_t i = 0; i < page.count; i++) {
      if (page.kinds[i] >= declaration_.kinds.size() || page.messages[i] >= page.texts.count) ThrowType(info.Env(), "item number " + std::to_string(i) + " of the page is wrong");
    }
    page.columns = ColumnsOf(from, false, page.count, [&](uint32_t) { return page.texts.count; });
    pages_[slot] = std::move(page);
    kept_[slot] = Napi::Persistent(from);
  }

  void Write(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kInStream);
    const Napi::Object from = ObjectOf(info[0], "the batch");
    Batch batch{};
    const uint32_t count = batch.count = CountOf(from, "count");
    batch.starts = static_cast<const double*>(ArrayOf(from, "starts", napi_float64_array, count));
    batch.stops = static_cast<const double*>(ArrayOf(from, "stops", napi_float64_array, count));
    batch.originNs = BigIntOf(from, "originNs");
    batch.levels = static_cast<const uint16_t*>(ArrayOf(from, "levels", napi_uint16_array, count));
    batch.colors = static_cast<const uint32_t*>(ArrayOf(from, "colors", napi_uint32_array, count));
    batch.pages = pages_;
    batch.slots = static_cast<const uint8_t*>(ArrayOf(from, "slots", napi_uint8_array, count));
    batch.rows = static_cast<const uint16_t*>(ArrayOf(from, "rows", napi_uint16_array, count));
    CheckBatch(info.Env(), batch);
    batch.columns = ColumnsOf(from, true, count, [&](uint32_t i) { return pages_[batch.slots[i]].texts.count; });
    Guarded(info.Env(), [&] { session_->Write(batch); });
  }

  void CloseStream(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kInStream);
    Guarded(info.Env(), [&] { session_->CloseStream(); });
    stage_ = Stage::kBegun;
  }

  Napi::Value Counter(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kBegun);
    const Napi::Object from = ObjectOf(info[0], "the counter");
    const Napi::Value limit = from.Get("limit");
    const nvtxw::CounterChoice choice{TextOf(from, "name"), TextOf(from, "scope"), TextOf(from, "unit"), limit.IsNumber(), limit.IsNumber() ? limit.As<Napi::Number>().DoubleValue() : 0};
    const uint32_t count = CountOf(from, "count");
    const int64_t originNs = BigIntOf(from, "originNs");
    const double* times = static_cast<const double*>(ArrayOf(from, "times", napi_float64_array, count));
    const double* values = static_cast<const double*>(ArrayOf(from, "values", napi_float64_array, count));
    CheckTimes(info.Env(), times, count, originNs);
    bool isWritten = false;
    Guarded(info.Env(), [&] { isWritten = session_->WriteCounter(choice, count, times, originNs, values); });
    return Napi::Boolean::New(info.Env(), isWritten);
  }

  void End(const Napi::CallbackInfo& info) {
    Expect(info.Env(), Stage::kBegun);
    stage_ = Stage::kEnded;
    Guarded(info.Env(), [&] { session_->End(); });
  }

  void Expect(Napi::Env env, Stage stage) const {
    if (stage_ != stage) throw Napi::Error::New(env, "the writer was called out of order");
  }

  static Napi::Array ListOf(const Napi::Object& object, const char* name) {
    const Napi::Value value = object.Get(name);
    if (!value.IsArray()) ThrowType(object.Env(), std::string(name) + " must be a list");
    return value.As<Napi::Array>();
  }

  static bool FlagOf(const Napi::Object& object, const char* name) {
    const Napi::Value value = object.Get(name);
    if (!value.IsBoolean()) ThrowType(object.Env(), std::string(name) + " must be a boolean");
    return value.As<Napi::Boolean>();
  }

  static ColumnType TypeOf(const Napi::Object& column) {
    const std::string type = TextOf(column, "type");
    if (type == "id") return ColumnType::kId;
    if (type == "number") return ColumnType::kNumber;
    if (type == "text") return ColumnType::kText;
    if (type == "state") return ColumnType::kState;
    ThrowType(column.Env(), "there is no type " + type);
  }

  nvtxw::Kind KindOf(const Napi::Object& from) const {
    nvtxw::Kind kind{TextOf(from, "name"), {}};
    const Napi::Array columns = ListOf(from, "columns");
    for (uint32_t i = 0; i < columns.Length(); i++) {
      const Napi::Value column = columns.Get(i);
      const uint32_t index = column.IsNumber() ? column.As<Napi::Number>().Uint32Value() : UINT32_MAX;
      if (index >= declaration_.columns.size()) ThrowType(from.Env(), "a kind names a column that there is not");
      kind.columns.push_back(index);
    }
    return kind;
  }

  void CheckBatch(Napi::Env env, const Batch& batch) const {
    CheckTimes(env, batch.starts, batch.count, batch.originNs);
    CheckTimes(env, batch.stops, batch.count, batch.originNs);
    for (uint32_t i = 0; i < batch.count; i++) {
      const bool isRight = batch.stops[i] >= batch.starts[i] && batch.levels[i] < levels_ && batch.slots[i] < kPages && batch.rows[i] < pages_[batch.slots[i]].count;
      if (!isRight) ThrowType(env, "event number " + std::to_string(i) + " of the batch is wrong");
    }
  }

  static nvtxw::Texts TextsOf(const Napi::Object& from) {
    const Napi::Value starts = from.Get("textStarts");
    const uint32_t count = starts.IsTypedArray() ? static_cast<uint32_t>(starts.As<Napi::TypedArray>().ElementLength()) : 0;
    const Napi::Value bytes = from.Get("texts");
    const size_t size = bytes.IsTypedArray() ? bytes.As<Napi::TypedArray>().ElementLength() : 0;
    const nvtxw::Texts texts{static_cast<const char*>(ArrayOf(from, "texts", napi_uint8_array, 0)), static_cast<const uint32_t*>(ArrayOf(from, "textStarts", napi_uint32_array, 0)), count};
    // The last text must end within; then all do.
    if (count > 0 && (size == 0 || texts.bytes[size - 1] != '\0')) ThrowType(from.Env(), "texts must end by NUL");
    for (uint32_t i = 0; i < count; i++) if (texts.starts[i] >= size) ThrowType(from.Env(), "a text lies outside of the texts");
    return texts;
  }

  // Those of items, or those of events. `textsOf`: how many texts the page of item or event `i` has.
  template <typename TextsOf>
  nvtxw::ColumnValues ColumnsOf(const Napi::Object& from, bool isOfEvent, uint32_t count, TextsOf textsOf) const {
    const Napi::Array columns = ListOf(from, "columns");
    if (columns.Length() != declaration_.columns.size()) ThrowType(from.Env(), "there must be a place for every column");
    nvtxw::ColumnValues values(columns.Length());
    for (uint32_t i = 0; i < columns.Length(); i++) if (declaration_.columns[i].isOfEvent == isOfEvent) values[i] = ColumnOf(columns, i, count, textsOf);
    return values;
  }

  template <typename TextsOf>
  const void* ColumnOf(const Napi::Array& columns, uint32_t i, uint32_t count, TextsOf textsOf) const {
    const std::string key = std::to_string(i);
    switch (declaration_.columns[i].type) {
      case ColumnType::kId: return ArrayOf(columns, key.c_str(), napi_uint32_array, 2 * static_cast<size_t>(count));
      case ColumnType::kNumber: return ArrayOf(columns, key.c_str(), napi_float64_array, count);
      case ColumnType::kState: {
        const auto* states = static_cast<const uint8_t*>(ArrayOf(columns, key.c_str(), napi_uint8_array, count));
        for (uint32_t at = 0; at < count; at++) if (states[at] >= declaration_.states.size()) ThrowType(columns.Env(), "there is no such state");
        return states;
      }
      case ColumnType::kText: {
        const auto* numbers = static_cast<const uint32_t*>(ArrayOf(columns, key.c_str(), napi_uint32_array, count));
        for (uint32_t at = 0; at < count; at++) if (numbers[at] >= textsOf(at)) ThrowType(columns.Env(), "there is no such text");
        return numbers;
      }
    }
    return nullptr;
  }

  // Runs `work`; what it throws becomes an error with a `code`.
  template <typename Work>
  static void Guarded(Napi::Env env, Work work) {
    try {
      work();
    } catch (const Failure& failure) {
      Napi::Error error = Napi::Error::New(env, failure.what());
      error.Set("code", Napi::String::New(env, failure.code));
      throw error;
    } catch (const std::exception& exception) {
      throw Napi::Error::New(env, exception.what());
    }
  }

  std::unique_ptr<nvtxw::Session> session_;
  nvtxw::Declaration declaration_;
  uint32_t levels_ = 0;
  // Pages that events may be of, and the objects whose arrays they lie in.
  static constexpr uint32_t kPages = 64;
  nvtxw::Page pages_[kPages];
  Napi::ObjectReference kept_[kPages];
  Stage stage_ = Stage::kOpened;
};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Writer", Writer::Define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(nvtxw, Init)
