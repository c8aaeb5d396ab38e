#include "wire/ir/usage_estimate.h"

#include <algorithm>
#include <cmath>

namespace signalbox::wire::ir {

namespace {

constexpr double kBytesPerToken = 3.6;
constexpr double kSchemaBytesPerToken = 3.2;
constexpr std::int64_t kTokensPerTurn = 4;
constexpr std::int64_t kTokensPerTool = 12;
constexpr std::int64_t kTokensPerMedia = 800; // providers count 85 to 1,600 for an image

struct Counter
{
    std::size_t text = 0;
    std::int64_t media = 0;

    void operator()(const TextBlock &block) { text += block.text.escaped.size(); }
    void operator()(const ImageBlock & /*block*/) { media += kTokensPerMedia; }
    void operator()(const AudioBlock & /*block*/) { media += kTokensPerMedia; }
    void operator()(const FileBlock &block)
    {
        if (block.source.kind == MediaSource::Kind::PlainText)
            text += block.source.data.escaped.size();
        else
            media += kTokensPerMedia;
    }
    void operator()(const ReasoningBlock &block)
    {
        for (const auto *parts : {&block.summary, &block.content}) {
            for (const Text part : *parts)
                text += part.escaped.size();
        }
    }
    void operator()(const CallBlock &block)
    {
        text += block.name.escaped.size() + block.arguments.escaped.size() + block.object.text.size();
    }
    void operator()(const ResultBlock &block)
    {
        text += block.raw.text.size();
        for (const Block &part : block.content)
            std::visit(*this, part.value);
    }
    void operator()(const HostedBlock &block) { text += block.raw.text.size(); }
    void operator()(const RefusalBlock &block) { text += block.text.escaped.size(); }
    void operator()(const OpaqueBlock &block) { text += block.raw.text.size(); }
};

/// A list of tokens is counted by its commas.
std::int64_t inputTokens(const EmbeddingInput &input)
{
    if (!input.tokens.isEmpty())
        return std::ranges::count(input.tokens.text, ',') + 1;
    return tokensOf(input.text.escaped.size()) + (input.onlyText ? 0 : kTokensPerMedia);
}

} // namespace

std::int64_t tokensOf(std::size_t bytes)
{
    return std::llround(std::ceil(static_cast<double>(bytes) / kBytesPerToken));
}

std::int64_t estimateInput(const Request &request)
{
    Counter counter;
    std::size_t schemas = 0;
    std::int64_t inputs = 0;
    if (request.embedding) {
        for (const EmbeddingInput &input : request.embedding->inputs)
            inputs += inputTokens(input);
    }
    for (const Block &block : request.system)
        std::visit(counter, block.value);
    for (const Turn &turn : request.turns) {
        for (const Block &block : turn.blocks)
            std::visit(counter, block.value);
    }
    for (const Tool &tool : request.tools) {
        counter.text += tool.name.escaped.size() + tool.description.escaped.size();
        schemas += tool.parameters.text.size() + tool.grammar.escaped.size();
    }
    return inputs + tokensOf(counter.text) + counter.media +
           std::llround(std::ceil(static_cast<double>(schemas) / kSchemaBytesPerToken)) +
           kTokensPerTurn * static_cast<std::int64_t>(request.turns.size()) +
           kTokensPerTool * static_cast<std::int64_t>(request.tools.size());
}

std::size_t textBytes(const Event &event)
{
    if (const auto *text = std::get_if<TextDelta>(&event))
        return text->text.escaped.size();
    if (const auto *reasoning = std::get_if<ReasoningDelta>(&event))
        return reasoning->text.escaped.size();
    if (const auto *arguments = std::get_if<ArgumentsDelta>(&event))
        return arguments->fragment.escaped.size();
    if (const auto *refusal = std::get_if<RefusalDelta>(&event))
        return refusal->text.escaped.size();
    return 0;
}

} // namespace signalbox::wire::ir
