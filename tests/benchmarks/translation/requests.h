#pragma once

#include "wire/format_id.h"

#include <string>

namespace signalbox::bench {

/// A coding agent's request of about 120 kB (bench_load's) as a client of this format sends it, with
/// ByteBuffer::kPadding bytes behind it that do not count.
struct PaddedBody
{
    std::string bytes;
    [[nodiscard]] std::string_view view() const;
};

[[nodiscard]] PaddedBody requestOf(wire::Format client);

} // namespace signalbox::bench
