#include "wire/anthropic_messages/answer_parts.h"

#include "base/ids.h"
#include "wire/anthropic_messages/stop_words.h"
#include "wire/ir/carrier.h"

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kIdPrefix = "msg_";

std::string messageId(const AnswerContext &context, std::string_view upstreamId)
{
    const std::string_view id = upstreamId.empty() ? std::string_view(context.answerId) : upstreamId;
    return id.starts_with(kIdPrefix) ? std::string(id) : derivedId(kIdPrefix, id);
}

} // namespace

void writeMessageHead(JsonWriter &json, const AnswerContext &context, std::string_view upstreamId,
                      std::string_view upstreamModel)
{
    json.key("id").escaped(messageId(context, upstreamId));
    json.key("type").string("message").key("role").string("assistant").key("model");
    context.model.empty() ? json.escaped(upstreamModel) : json.string(context.model);
}

void writeStop(JsonWriter &json, const ir::Finish &finish)
{
    json.key("stop_reason").string(stopReason(finish.reason)).key("stop_sequence");
    finish.reason == ir::StopReason::StopSequence && !finish.stopSequence.isEmpty()
        ? json.escaped(finish.stopSequence.escaped)
        : json.null();
    if (finish.reason != ir::StopReason::Refusal || finish.explanation.isEmpty())
        return;
    json.key("stop_details").beginObject().key("type").string("refusal").key("category").null();
    json.key("explanation").escaped(finish.explanation.escaped).endObject();
}

bool Thought::isHidden() const
{
    return isRedacted || (words.empty() && ir::isCarrier(Text{token}));
}

std::string Thought::signature() const
{
    return token.empty() ? ir::sealCarrier({}, {}) : token;
}

void writeHidden(JsonWriter &json, const Thought &thought)
{
    json.beginObject().key("type").string("redacted_thinking").key("data").escaped(thought.token).endObject();
}

} // namespace signalbox::wire::anthropic
