#pragma once

#include "record/usage.h"
#include "wire/format.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace signalbox::gateway {

/// Reads the text, the usage and the end out of a small answer in a format that has no codec yet
/// (anthropic-messages, gemini, cohere, ollama): for a provider's test, never for a client. Tools, thoughts'
/// signatures and the like are passed over.
class SmallReader final : public wire::AnswerReader
{
public:
    explicit SmallReader(wire::Format format) : m_format(format) {}

    wire::MessageNature message(std::string_view name, std::string_view data,
                                wire::ir::EventSink &sink) override;
    void whole(std::string_view body, wire::ir::EventSink &sink) override;
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view, std::string_view) override { return {}; }
    [[nodiscard]] bool skimWhole(std::string_view, wire::ir::EventSink &) override { return false; }
    void end(wire::ir::EventSink &sink) override;

private:
    struct Piece;

    [[nodiscard]] Piece read(const nlohmann::json &json);
    void readUsage(const nlohmann::json &usage);

    const wire::Format m_format;
    record::Usage m_usage;
    bool m_finished = false;
};

} // namespace signalbox::gateway
