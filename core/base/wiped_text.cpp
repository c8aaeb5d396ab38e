#include "base/wiped_text.h"

#include <algorithm>
#include <cstring>

namespace signalbox {

namespace {

/// The compiler cannot know what it calls, so it cannot leave the call out. (OpenSSL's own way to wipe writes
/// eight bytes a step; this is for whole reads of a connection.)
void *(*const volatile overwrite)(void *, int, std::size_t) = std::memset;

} // namespace

void wipe(std::span<char> bytes)
{
    if (!bytes.empty())
        overwrite(bytes.data(), 0, bytes.size());
}

void mask(std::span<char> bytes, std::string_view key)
{
    if (key.empty())
        return;
    const std::string_view text(bytes.data(), bytes.size());
    for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at))
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), key.size(), '*');
}

} // namespace signalbox
