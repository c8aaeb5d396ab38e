#pragma once

#include "record/request_record.h"
#include "telemetry/rotating_file.h"

#include <string>

namespace signalbox::telemetry {

/// One line about a finished request, with its end: when, who, what, where to, how it went, how much. No
/// prompt, no answer, no secret, and nothing that a provider or client wrote freely but names; these cannot
/// break the line.
[[nodiscard]] std::string requestLine(const record::RequestRecord &record);

/// The requests, a line each, in files that rotate. Thread-safe; for the slow thread, as it waits for the
/// disk.
class RequestLog final
{
public:
    explicit RequestLog(std::filesystem::path file) : m_file(std::move(file)) {}

    void add(const record::RequestRecord &record) { m_file.write(requestLine(record)); }
    [[nodiscard]] std::uint64_t failedWrites() const { return m_file.failedWrites(); }

private:
    RotatingFile m_file;
};

} // namespace signalbox::telemetry
