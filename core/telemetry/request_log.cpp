#include "telemetry/request_log.h"

#include "base/rfc3339.h"

#include <string_view>
#include <utility>

namespace signalbox::telemetry {

namespace {

constexpr std::size_t kLongestWord = 120;

/// One word: blanks and what is not printable become "_", so that a name can fake neither a field nor a line.
void appendWord(std::string &line, std::string_view word)
{
    if (word.empty()) {
        line += '-';
        return;
    }
    for (const char c : word.substr(0, kLongestWord)) {
        const auto byte = static_cast<unsigned char>(c);
        line += byte <= 0x20 || byte == 0x7f || c == '=' ? '_' : c;
    }
}

void appendField(std::string &line, std::string_view name, std::string_view word)
{
    line += ' ';
    line += name;
    line += '=';
    appendWord(line, word);
}

std::string milliseconds(std::chrono::microseconds duration)
{
    return std::to_string(duration.count() / 1000);
}

} // namespace

std::string requestLine(const record::RequestRecord &record)
{
    std::string line = toRfc3339(record.startedAt);
    for (const std::string_view word : {std::string_view(record.id), std::string_view(record.surface)}) {
        line += ' ';
        appendWord(line, word);
    }
    appendField(line, "agent", record.agent);
    appendField(line, "key", record.keyId);
    appendField(line, "asked", record.askedModel);
    line += " to=";
    appendWord(line, record.provider);
    line += '/';
    appendWord(line, record.model);
    appendField(line, "outcome", record::toString(record.outcome));
    appendField(line, "status", std::to_string(record.httpStatus));
    if (!record.errorCode.empty())
        appendField(line, "error", record.errorCode);
    appendField(line, "attempts", std::to_string(record.attempts.size()));
    appendField(line, "total_ms", milliseconds(record.total));
    if (record.firstToken)
        appendField(line, "first_token_ms", milliseconds(*record.firstToken));
    appendField(line, "overhead_us", std::to_string(record.overhead.count()));
    if (record.usage) {
        appendField(line, "in", std::to_string(record.usage->inputTokens));
        appendField(line, "out", std::to_string(record.usage->outputTokens));
        appendField(line, "cost_usd", record.cost.total ? record.cost.total->toDecimal() : "unknown");
    }
    line += '\n';
    return line;
}

std::optional<LogLevel> logLevel(std::string_view name)
{
    static constexpr std::pair<std::string_view, LogLevel> kNames[] = {{"error", LogLevel::Error},
                                                                       {"warning", LogLevel::Warning},
                                                                       {"info", LogLevel::Info},
                                                                       {"debug", LogLevel::Debug}};
    for (const auto &[known, level] : kNames) {
        if (name == known)
            return level;
    }
    return std::nullopt;
}

LogLevel levelOf(const record::RequestRecord &record)
{
    switch (record.outcome) {
    case record::Outcome::Failed:
    case record::Outcome::Cut:
        return LogLevel::Error;
    case record::Outcome::Refused:
        return LogLevel::Warning;
    case record::Outcome::Ok:
    case record::Outcome::Cancelled:
        break;
    }
    return record.attempts.size() > 1 ? LogLevel::Warning : LogLevel::Info;
}

std::string attemptLines(const record::RequestRecord &record)
{
    std::string lines;
    int number = 0;
    for (const record::Attempt &attempt : record.attempts) {
        lines += toRfc3339(record.startedAt +
                           std::chrono::duration_cast<std::chrono::milliseconds>(attempt.startedAfter));
        lines += ' ';
        appendWord(lines, record.id);
        appendField(lines, "attempt", std::to_string(++number));
        lines += " to=";
        appendWord(lines, attempt.provider);
        lines += '/';
        appendWord(lines, attempt.model);
        appendField(lines, "key", attempt.keyId);
        appendField(lines, "result", record::toString(attempt.result));
        appendField(lines, "status", std::to_string(attempt.httpStatus));
        appendField(lines, "ms", milliseconds(attempt.duration));
        if (attempt.firstByte)
            appendField(lines, "first_byte_ms", milliseconds(*attempt.firstByte));
        if (!attempt.error.empty())
            appendField(lines, "error", attempt.error);
        lines += '\n';
    }
    return lines;
}

void RequestLog::add(const record::RequestRecord &record)
{
    if (levelOf(record) > m_level)
        return;
    if (m_level == LogLevel::Debug)
        m_file.write(attemptLines(record));
    m_file.write(requestLine(record));
}

} // namespace signalbox::telemetry
