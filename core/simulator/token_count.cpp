#include "simulator/token_count.h"

#include <cstddef>
#include <variant>

namespace signalbox::simulator {

namespace {

using namespace wire;

constexpr std::size_t kTokenBytes = 12;         // of one word's piece
constexpr std::int64_t kTurnTokens = 4;         // what marks a turn's begin and role
constexpr std::int64_t kImageTokens = 256;      // whatever its size: nobody looks at it
constexpr std::int64_t kCacheBlockTokens = 128; // caches are kept in blocks of this size
constexpr std::int64_t kFileBytesPerToken = 64;

template<class... Visitors>
struct Overloaded : Visitors...
{
    using Visitors::operator()...;
};

std::int64_t tokens(Text text)
{
    return estimateTokens(text.escaped.size());
}

std::int64_t tokens(RawJson raw)
{
    return estimateTokens(raw.text.size());
}

std::int64_t blockTokens(const ir::Block &block)
{
    return std::visit(
        Overloaded{
            [](const ir::TextBlock &it) { return tokens(it.text); },
            [](const ir::ImageBlock &) { return kImageTokens; },
            [](const ir::FileBlock &it) {
                return static_cast<std::int64_t>(it.source.data.escaped.size()) / kFileBytesPerToken + 1;
            },
            [](const ir::AudioBlock &it) {
                return static_cast<std::int64_t>(it.source.data.escaped.size()) / kFileBytesPerToken + 1;
            },
            [](const ir::ReasoningBlock &it) {
                std::int64_t sum = 0;
                for (const Text &part : it.summary)
                    sum += tokens(part);
                return sum;
            },
            [](const ir::CallBlock &it) {
                return tokens(it.name) + tokens(it.arguments) + tokens(it.object);
            },
            [](const ir::ResultBlock &it) {
                std::int64_t sum = tokens(it.raw);
                for (const ir::Block &part : it.content)
                    sum += blockTokens(part);
                return sum;
            },
            [](const ir::HostedBlock &it) { return tokens(it.raw); },
            [](const ir::RefusalBlock &it) { return tokens(it.text); },
            [](const ir::OpaqueBlock &it) { return tokens(it.raw); },
        },
        block.value);
}

std::int64_t toolTokens(const ir::Tool &tool)
{
    return kTurnTokens + tokens(tool.name) + tokens(tool.description) + tokens(tool.parameters) +
           tokens(tool.grammar);
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::int64_t estimateTokens(std::size_t bytes)
{
    return static_cast<std::int64_t>((bytes + 3) / 4);
}

std::vector<std::string_view> splitTokens(std::string_view text)
{
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t end = begin;
        while (end < text.size() && text[end] == ' ' && end - begin < kTokenBytes)
            ++end;
        while (end < text.size() && text[end] != ' ' && end - begin < kTokenBytes)
            ++end;
        // A character's bytes stay together: a client may show each piece as it comes.
        while (end < text.size() && isContinuation(text[end]))
            ++end;
        pieces.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return pieces;
}

record::Usage inputUsage(const ir::Request &request)
{
    std::int64_t sum = 0;
    for (const ir::Block &block : request.system)
        sum += blockTokens(block);
    for (const ir::Tool &tool : request.tools)
        sum += toolTokens(tool);
    sum += tokens(request.output.schema);

    std::int64_t sentBefore = 0;
    for (const ir::Turn &turn : request.turns) {
        if (turn.role == ir::Role::Assistant)
            sentBefore = sum;
        sum += kTurnTokens;
        for (const ir::Block &block : turn.blocks)
            sum += blockTokens(block);
    }
    record::Usage usage;
    usage.inputTokens = sum;
    usage.cachedInputTokens = sentBefore / kCacheBlockTokens * kCacheBlockTokens;
    return usage;
}

} // namespace signalbox::simulator
