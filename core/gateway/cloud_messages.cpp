#include "gateway/cloud_messages.h"

#include "base/json_writer.h"
#include "http/syntax.h"
#include "wire/anthropic_messages/betas.h"

#include <algorithm>
#include <string_view>

namespace signalbox::gateway {

namespace {

using wire::anthropic::kBetasMember;

constexpr std::string_view kBetasField = "anthropic-beta";
constexpr std::string_view kVersion = "anthropic_version";

/// What stands in the place of the client's `model`.
std::string ownMembers(const Inbound &inbound, const Candidate &candidate, Outbound &outbound)
{
    const wire::Dialect &dialect = candidate.target->dialect;
    std::string members;
    JsonWriter json(members);
    json.key(kVersion).string(dialect.messagesVersion);
    if (dialect.betas.empty() || inbound.document->root()[kBetasMember].isPresent())
        return members;
    const std::string header = betasOf(inbound.head->fields);
    const wire::anthropic::Betas betas = wire::anthropic::betasFor(header, dialect);
    if (betas.isAnyRefused)
        outbound.dropped.emplace_back(kBetasField);
    if (!betas.taken.empty()) {
        json.key(kBetasMember).beginArray();
        for (const std::string_view beta : betas.taken)
            json.string(beta);
        json.endArray();
    }
    return members;
}

/// Whether a member is left out of the body, and noted where it says something that is then lost.
bool isLeftOut(const std::string &name, const wire::Dialect &dialect, Outbound &outbound)
{
    if (name == "stream")
        return !dialect.streamMember; // the path tells it
    if (std::ranges::find(dialect.refusedFields, name) == dialect.refusedFields.end())
        return false;
    outbound.dropped.push_back(name);
    return true;
}

std::size_t endOf(wire::json::Value member)
{
    return member.offset() + member.raw().size();
}

} // namespace

std::string betasOf(const http::Fields &fields)
{
    std::string betas;
    for (const auto &[name, value] : fields.all()) {
        if (http::equalNoCase(name, kBetasField))
            betas.append(betas.empty() ? "" : ",").append(value);
    }
    return betas;
}

bool wantsCloudBody(const Candidate &candidate)
{
    return candidate.endpoint->format == wire::Format::AnthropicMessages &&
           !candidate.target->dialect.messagesVersion.empty();
}

bool hasCloudBody(const Inbound &inbound, const Candidate &candidate)
{
    return candidate.target->dialect.messagesPath.find("{model}") != std::string::npos &&
           !inbound.document->root()[kVersion].isPresent();
}

void putCloudBody(const Inbound &inbound, const Candidate &candidate, Outbound &outbound)
{
    const std::string_view body = inbound.body;
    outbound.owned.front() = ownMembers(inbound, candidate, outbound);
    std::vector<std::string_view> &pieces = outbound.http.body;
    std::size_t from = 0;     // of what is not among the pieces yet
    std::size_t previous = 0; // the end of the member before
    bool isFirst = true;      // no member was kept
    bool isCutBefore = false; // and the last one was left out
    for (const wire::json::Value member : inbound.document->root()) {
        const auto begin = static_cast<std::size_t>(member.key().escaped.data() - body.data()) - 1;
        if (isFirst && isCutBefore)
            from = begin; // with the comma before it
        if (member.offset() == inbound.summary->modelBegin) {
            pieces.push_back(body.substr(from, begin - from));
            pieces.emplace_back(outbound.owned.front());
            from = endOf(member);
        }
        isCutBefore = isLeftOut(unescape(member.key()), candidate.target->dialect, outbound);
        if (isCutBefore) {
            const std::size_t end = isFirst ? begin : previous;
            pieces.push_back(body.substr(from, end - from));
            from = endOf(member);
        }
        isFirst = isFirst && isCutBefore;
        previous = endOf(member);
    }
    pieces.push_back(body.substr(from));
}

} // namespace signalbox::gateway
