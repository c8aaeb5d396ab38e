#include "streams.h"

#include "support/aws_frames.h"
#include "wire/format.h"

#include <array>

namespace signalbox::bench {

namespace {

using wire::Format;
using wire::Text;
namespace ir = wire::ir;

constexpr int kTextPieces = 400;
constexpr int kArgumentPieces = 100;
constexpr std::array<std::string_view, 4> kWords{" the signal", " stands at", "\\n\\tclear →", " for 12 µs"};

std::string_view wordOf(int piece)
{
    return kWords[static_cast<std::size_t>(piece) % kWords.size()];
}

/// Once escaped, as all text of events: the value is a JSON object when its pieces are put together.
std::string argumentOf(int piece)
{
    if (piece == 0)
        return R"({\"command\": )";
    if (piece == kArgumentPieces - 1)
        return R"(\"ls\"})";
    return R"(\"a\", \")" + std::to_string(piece) + R"(\": )";
}

std::string allArguments()
{
    std::string all;
    for (int piece = 0; piece < kArgumentPieces; ++piece)
        all += argumentOf(piece);
    return all;
}

record::Usage usage()
{
    record::Usage usage;
    usage.inputTokens = 30'000;
    usage.outputTokens = 500;
    return usage;
}

/// The formats of clients: what our own writers write.
std::string written(Format format)
{
    std::string bytes;
    ir::Request request;
    request.source = format;
    request.stream = true;
    const auto writer = wire::codecFor(format)->answerWriter(
        {.answerId = "answer-1", .model = "model", .request = &request}, true);
    writer->setOut(&bytes);
    writer->on(ir::Start{Text{"answer-1"}, Text{"model"}});
    writer->on(ir::BlockStart{.index = 0, .kind = ir::BlockKind::Text});
    for (int piece = 0; piece < kTextPieces; ++piece)
        writer->on(ir::TextDelta{Text{wordOf(piece)}});
    writer->on(ir::BlockEnd{0});
    writer->on(ir::BlockStart{
        .index = 1, .kind = ir::BlockKind::Call, .id = Text{"call_1"}, .name = Text{"tool_1"}});
    for (int piece = 0; piece < kArgumentPieces; ++piece)
        writer->on(ir::ArgumentsDelta{Text{argumentOf(piece)}});
    writer->on(ir::BlockEnd{1});
    writer->on(ir::UsageUpdate{usage()});
    writer->on(ir::Finish{ir::StopReason::ToolCalls});
    return bytes;
}

std::string bedrock()
{
    using test::eventFrame;
    std::string bytes = eventFrame("messageStart", R"({"role":"assistant"})");
    const auto delta = [&](int block, const std::string &inside) {
        bytes +=
            eventFrame("contentBlockDelta", R"({"contentBlockIndex":)" + std::to_string(block) +
                                                R"(,"delta":{)" + inside + R"(},"p":"abcdefghijklmno"})");
    };
    for (int piece = 0; piece < kTextPieces; ++piece)
        delta(0, R"("text":")" + std::string(wordOf(piece)) + '"');
    bytes += eventFrame("contentBlockStop", R"({"contentBlockIndex":0})");
    bytes += eventFrame(
        "contentBlockStart",
        R"({"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"tooluse_1","name":"tool_1"}}})");
    for (int piece = 0; piece < kArgumentPieces; ++piece)
        delta(1, R"("toolUse":{"input":")" + argumentOf(piece) + R"("})");
    bytes += eventFrame("contentBlockStop", R"({"contentBlockIndex":1})");
    bytes += eventFrame("messageStop", R"({"stopReason":"tool_use"})");
    return bytes + eventFrame("metadata",
                              R"({"usage":{"inputTokens":30000,"outputTokens":500,"totalTokens":30500}})");
}

std::string cohere()
{
    std::string bytes;
    const auto event = [&](std::string_view type, const std::string &inside) {
        bytes.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type);
        bytes.append("\"").append(inside).append("}\n\n");
    };
    event("message-start", R"(,"id":"answer-1","delta":{"message":{"role":"assistant","content":[]}})");
    event("content-start", R"(,"index":0,"delta":{"message":{"content":{"type":"text","text":""}}})");
    for (int piece = 0; piece < kTextPieces; ++piece)
        event("content-delta", R"(,"index":0,"delta":{"message":{"content":{"text":")" +
                                   std::string(wordOf(piece)) + R"("}}})");
    event("content-end", R"(,"index":0)");
    event("tool-call-start",
          R"(,"index":0,"delta":{"message":{"tool_calls":{"id":"tool_1_a","type":"function",)"
          R"("function":{"name":"tool_1","arguments":""}}}})");
    for (int piece = 0; piece < kArgumentPieces; ++piece)
        event("tool-call-delta", R"(,"index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":")" +
                                     argumentOf(piece) + R"("}}}})");
    event("tool-call-end", R"(,"index":0)");
    event("message-end", R"(,"delta":{"finish_reason":"TOOL_CALL","usage":{"tokens":)"
                         R"({"input_tokens":30000,"output_tokens":500}}})");
    return bytes;
}

std::string ollama()
{
    std::string bytes;
    const std::string head = R"({"model":"model","created_at":"2026-01-01T00:00:00.0Z","message":)";
    for (int piece = 0; piece < kTextPieces; ++piece)
        bytes += head + R"({"role":"assistant","content":")" + std::string(wordOf(piece)) +
                 "\"},\"done\":false}\n";
    bytes += head + R"({"role":"assistant","content":"","tool_calls":[{"function":{"name":"tool_1",)" +
             R"("arguments":)" + wire::unescape(Text{allArguments()}) + "}}]},\"done\":false}\n";
    return bytes + head +
           R"({"role":"assistant","content":""},"done_reason":"stop","done":true,)"
           R"("prompt_eval_count":30000,"eval_count":500})"
           "\n";
}

} // namespace

std::string streamOf(Format upstream)
{
    switch (upstream) {
    case Format::BedrockConverse:
        return bedrock();
    case Format::Cohere:
        return cohere();
    case Format::Ollama:
        return ollama();
    default:
        return written(upstream);
    }
}

} // namespace signalbox::bench
