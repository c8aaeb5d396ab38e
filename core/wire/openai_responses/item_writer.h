#pragma once

#include "base/json_writer.h"
#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/tool_names.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::responses {

/// Names of what had no counterpart, each once, in the order it was met.
class Losses final
{
public:
    void add(std::string_view name);
    [[nodiscard]] std::vector<std::string> take() { return std::move(m_names); }

private:
    std::vector<std::string> m_names;
};

/// Whose items are written: a host that takes all that Codex sends gets the client's own, any other host the portable
/// ones, in which every call is a function's. Lives for one request that is written.
class ItemWriter final
{
public:
    /// `names` is null for hosts that get the client's own items.
    ItemWriter(JsonWriter &json, const ir::Request &request, const Target &target, const ir::ToolNames *names,
               Losses &losses)
        : m_json(json), m_request(request), m_target(target), m_names(names), m_losses(losses)
    {
    }

    /// The items of one turn. `source` gives ids and the like of its first message; null for an invented turn.
    [[nodiscard]] Result<void> write(ir::Role role, const ir::Turn *source, std::span<const ir::Block *const> blocks);

private:
    [[nodiscard]] bool isNative() const { return m_names == nullptr; }
    [[nodiscard]] bool isSameFormat() const { return m_request.source == Format::OpenAiResponses; }
    void writeMessage(ir::Role role, const ir::Turn *source, std::span<const ir::Block *const> parts);
    void writeReasoning(const ir::Block &block, const ir::ReasoningBlock &reasoning);
    void writeCarried(const ir::ReasoningBlock &reasoning);
    void writeCall(const ir::Block &block, const ir::CallBlock &call);
    void writePortableCall(const ir::CallBlock &call);
    void writeResult(const ir::Block &block, const ir::ResultBlock &result);
    void writeOutput(const ir::ResultBlock &result);
    [[nodiscard]] Result<void> writeOpaque(const ir::OpaqueBlock &opaque);
    void writeIdAndStatus(Text id, Text status);
    void writeCallId(Text id);
    void writeExtras(const std::vector<std::pair<Text, RawJson>> &extras);

    JsonWriter &m_json;
    const ir::Request &m_request;
    const Target &m_target;
    const ir::ToolNames *m_names;
    Losses &m_losses;
};

} // namespace signalbox::wire::responses
