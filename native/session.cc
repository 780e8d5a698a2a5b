#include "session.h"

namespace nvtxw {

void Check(int32_t result, const char* call, const char* const* words, size_t wordCount) {
  if (result == 0) return;
  const bool isKnown = result > 0 && static_cast<size_t>(result) < wordCount;
  throw Failure("refused", std::string(call) + ": " + (isKnown ? words[result] : "unknown result") + " (result " + std::to_string(result) + ")");
}

std::unique_ptr<Session> OpenSession(const std::string& path) {
  auto library = std::make_unique<Library>(path);
  // Both interfaces go by the number 2; a library that has both is newer.
  if (void* getInterface = library->Find("nvtxwGetInterface")) return OpenV2(std::move(library), getInterface);
  if (void* load = library->Find("nvtxwLoadImplementation")) return OpenV1(std::move(library), load);
  throw Failure("no-backend", "it exports neither nvtxwGetInterface nor nvtxwLoadImplementation");
}

}  // namespace nvtxw
