#pragma once

#include "record/request_record.h"
#include "telemetry/rotating_file.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::telemetry {

/// One line about a finished request, with its end: when, who, what, where to, how it went, how much. No
/// prompt, no answer, no secret, and nothing that a provider or client wrote freely but names; these cannot
/// break the line.
[[nodiscard]] std::string requestLine(const record::RequestRecord &record);

/// What is worth a line. Each level has those before it.
enum class LogLevel {
    Error,   ///< requests that failed or were cut
    Warning, ///< refused ones, and those that needed more than one attempt
    Info,    ///< every request
    Debug,   ///< and a line for each attempt
};

/// "error", "warning", "info", "debug"; nothing for any other word.
[[nodiscard]] std::optional<LogLevel> logLevel(std::string_view name);
[[nodiscard]] LogLevel levelOf(const record::RequestRecord &record);

/// How each try at a provider went, a line each; the same rules as requestLine.
[[nodiscard]] std::string attemptLines(const record::RequestRecord &record);

/// The requests, a line each, in files that rotate. Thread-safe; for the slow thread, as it waits for the
/// disk.
class RequestLog final
{
public:
    RequestLog(std::filesystem::path file, LogLevel level) : m_file(std::move(file)), m_level(level) {}

    void add(const record::RequestRecord &record);
    [[nodiscard]] std::uint64_t failedWrites() const { return m_file.failedWrites(); }

private:
    RotatingFile m_file;
    LogLevel m_level;
};

} // namespace signalbox::telemetry
