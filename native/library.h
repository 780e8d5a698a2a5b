// A shared library opened at run time. Throws Failure with the loader's own words, as its result codes hide them. Never closed: threads
// of it may run, and this process ends with its one session anyway. The backend's own unload function is optional and not called either:
// the file is whole by then, and a crash would put that in doubt.
#pragma once

#include <stdexcept>
#include <string>

namespace nvtxw {

// An expected failure; `code` names the kind for TypeScript, the text says what happened.
class Failure : public std::runtime_error {
 public:
  Failure(std::string kind, const std::string& text) : std::runtime_error(text), code(std::move(kind)) {}
  const std::string code;
};

class Library {
 public:
  // A path, or a bare name that the system's loader looks for. Its symbols stay its own.
  explicit Library(const std::string& path);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  // The address of an exported symbol; null if there is none.
  void* Find(const char* symbol) const;

 private:
  void* handle_;
};

}  // namespace nvtxw
