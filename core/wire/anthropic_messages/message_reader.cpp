#include "wire/anthropic_messages/block_types.h"
#include "wire/anthropic_messages/request_reader.h"
#include "wire/json/names.h"

namespace signalbox::wire::anthropic {

namespace {

enum Member : std::size_t { RoleName, Content };
constexpr json::Names kMembers{"role", "content"};

Result<ir::Turn> readMessage(json::Value message, const std::string &place)
{
    if (!message.isObject())
        return wrongType(place, "an object");
    ir::Turn turn;
    json::Value content;
    json::Value role;
    for (const json::Value member : message) {
        switch (kMembers.indexOf(message, member)) {
        case RoleName:
            role = member;
            break;
        case Content:
            content = member;
            break;
        default:
            turn.extras.emplace_back(member.key(), RawJson{member.raw()});
        }
    }
    if (role.is("user")) {
        turn.role = ir::Role::User;
    } else if (role.is("assistant")) {
        turn.role = ir::Role::Assistant;
    } else if (role.is("system")) {
        turn.role = ir::Role::Operator;
        turn.developerRole = false;
    } else {
        return fail(ErrorCode::InvalidInput, "unknown role", place + ".role");
    }
    if (auto done = readContent(content, place + ".content", turn.blocks, turn.wasString); !done)
        return std::unexpected(done.error());
    return turn;
}

/// Claude Code's first block: words to Anthropic's billing, not to the model. Nobody else is told.
bool isBillingHeader(const ir::TextBlock &text)
{
    return text.text.escaped.starts_with(kBillingHeader);
}

} // namespace

Result<void> readSystem(json::Value system, ir::Request &request)
{
    bool wasString = false;
    if (auto done = readContent(system, "system", request.system, wasString); !done)
        return done;
    if (!system.isArray())
        return {};
    auto block = request.system.begin();
    for (const json::Value entry : system) {
        if (const auto *text = std::get_if<ir::TextBlock>(&block->value);
            text != nullptr && isBillingHeader(*text))
            block->value = ir::HostedBlock{Text{kBillingHeader}, RawJson{entry.raw()}};
        ++block;
    }
    return {};
}

Result<void> readMessages(json::Value messages, ir::Request &request)
{
    request.turns.reserve(messages.size());
    std::size_t index = 0;
    for (const json::Value message : messages) {
        auto turn = readMessage(message, "messages[" + std::to_string(index++) + "]");
        if (!turn)
            return std::unexpected(turn.error());
        request.turns.push_back(std::move(*turn));
    }
    return {};
}

} // namespace signalbox::wire::anthropic
