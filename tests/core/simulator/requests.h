#pragma once

#include "wire/ir/event.h"
#include "wire/ir/request.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Small requests in the neutral form, and what the events of an answer add up to.
namespace requests {

using namespace signalbox::wire;

inline void addText(ir::Request &request, ir::Role role, std::string_view plain)
{
    ir::Turn turn;
    turn.role = role;
    turn.blocks.push_back({ir::TextBlock{request.arena.text(plain), {}, {}, {}}, {}});
    request.turns.push_back(std::move(turn));
}

inline ir::Request asking(std::string_view plain)
{
    ir::Request request;
    request.stream = true;
    addText(request, ir::Role::User, plain);
    return request;
}

inline void addTool(ir::Request &request, std::string_view name, std::string_view parameters,
                    ir::Tool::Kind kind = ir::Tool::Kind::Function)
{
    ir::Tool tool;
    tool.kind = kind;
    tool.name = request.arena.text(name);
    tool.parameters = RawJson{request.arena.keep(std::string(parameters))};
    request.tools.push_back(tool);
}

inline void addShell(ir::Request &request)
{
    addTool(
        request, "exec_command",
        R"({"type":"object","properties":{"cmd":{"type":"string"},"workdir":{"type":"string"}},"required":["cmd"]})");
}

/// What a client does with a call: sends it back with its output.
inline void addCallAndResult(ir::Request &request, std::string_view output)
{
    ir::CallBlock call;
    call.id = request.arena.text("call_1");
    call.name = request.arena.text("exec_command");
    call.arguments = request.arena.text(R"({"cmd":"echo signalbox-demo"})");
    ir::Turn said;
    said.role = ir::Role::Assistant;
    said.blocks.push_back({call, {}});
    request.turns.push_back(std::move(said));

    ir::ResultBlock result;
    result.callId = request.arena.text("call_1");
    result.content.push_back({ir::TextBlock{request.arena.text(output), {}, {}, {}}, {}});
    ir::Turn turn;
    turn.blocks.push_back({std::move(result), {}});
    request.turns.push_back(std::move(turn));
}

struct Call
{
    std::string id;
    std::string name;
    std::string arguments;
    ir::CallKind kind = ir::CallKind::Function;
};

/// What an answer adds up to. `order` has one letter a block (t, r, c) and ends in what ended it.
struct Sum
{
    std::string text;
    std::string thoughts;
    std::vector<Call> calls;
    std::string order;
    ir::StopReason reason = ir::StopReason::Unknown;
    std::string stopSequence;
    signalbox::record::Usage usage;
    int finishes = 0;
    int openBlocks = 0;
    bool complete = true;
};

inline void add(Sum &sum, const ir::Event &event)
{
    if (const auto *start = std::get_if<ir::BlockStart>(&event)) {
        ++sum.openBlocks;
        sum.order += start->kind == ir::BlockKind::Text        ? 't'
                     : start->kind == ir::BlockKind::Reasoning ? 'r'
                                                               : 'c';
        if (start->kind == ir::BlockKind::Call)
            sum.calls.push_back({unescape(start->id), unescape(start->name), {}, start->callKind});
    } else if (const auto *text = std::get_if<ir::TextDelta>(&event)) {
        appendUnescaped(sum.text, text->text);
    } else if (const auto *thought = std::get_if<ir::ReasoningDelta>(&event)) {
        appendUnescaped(sum.thoughts, thought->text);
    } else if (const auto *fragment = std::get_if<ir::ArgumentsDelta>(&event)) {
        appendUnescaped(sum.calls.back().arguments, fragment->fragment);
    } else if (const auto *end = std::get_if<ir::BlockEnd>(&event)) {
        --sum.openBlocks;
        sum.complete = sum.complete && end->complete;
    } else if (const auto *usage = std::get_if<ir::UsageUpdate>(&event)) {
        sum.usage = usage->usage;
    } else if (const auto *finish = std::get_if<ir::Finish>(&event)) {
        ++sum.finishes;
        sum.reason = finish->reason;
        sum.stopSequence = unescape(finish->stopSequence);
    }
}

} // namespace requests
