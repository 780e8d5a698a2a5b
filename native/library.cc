#include "library.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace nvtxw {

#ifdef _WIN32

Library::Library(const std::string& path) {
  const int length = MultiByteToWideChar(CP_UTF8, 0, path.c_str(), -1, nullptr, 0);
  std::wstring wide(static_cast<size_t>(length > 0 ? length : 1), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, path.c_str(), -1, wide.data(), length);
  // What it needs lies beside it.
  const bool isPath = path.find('\\') != std::string::npos || path.find('/') != std::string::npos;
  handle_ = LoadLibraryExW(wide.c_str(), nullptr, isPath ? LOAD_WITH_ALTERED_SEARCH_PATH : 0);
  if (handle_ == nullptr) throw Failure("not-loaded", "error " + std::to_string(GetLastError()));
}

void* Library::Find(const char* symbol) const { return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(handle_), symbol)); }

#else

Library::Library(const std::string& path) : handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ != nullptr) return;
  const char* text = dlerror();
  throw Failure("not-loaded", text == nullptr ? "unknown error" : text);
}

void* Library::Find(const char* symbol) const { return dlsym(handle_, symbol); }

#endif

}  // namespace nvtxw
