#include "gateway/outbound.h"

#include "base/byte_finder.h"
#include "base/json_writer.h"
#include "gateway/cloud_messages.h"
#include "http/syntax.h"
#include "wire/ir/compaction.h"
#include "wire/ir/refused_parameter.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace signalbox::gateway {

namespace {

/// Strings that a body must not hold to pass as it is, with the quote that begins them. The first ones begin
/// our own opaque values (wire/ir/carrier.h), as they are and in the base64 of Gemini's clients, which no
/// provider can read; the others are OpenAI's alone.
constexpr std::array<std::string_view, 7> kMarks{"\"gw1.",
                                                 "\"Z3cxL",
                                                 "\"client_metadata\"",
                                                 "\"additional_tools\"",
                                                 "\"namespace\"",
                                                 "\"configuration_update\"",
                                                 "\"compaction_trigger\""};
constexpr std::size_t kOwnMarks = 2;

/// What may stand behind the quote of a mark: most quotes are told by it.
constexpr std::array<bool, 256> kMarkLetters = [] {
    std::array<bool, 256> letters{};
    for (const std::string_view mark : kMarks)
        letters[static_cast<unsigned char>(mark[1])] = true;
    return letters;
}();

/// In one walk from quote to quote: bodies are long.
bool holdsAny(std::string_view body, std::span<const std::string_view> marks)
{
    ByteFinder quotes(body, '"');
    for (std::size_t at = quotes.next(); at != std::string_view::npos; at = quotes.next()) {
        if (at + 1 == body.size() || !kMarkLetters[static_cast<unsigned char>(body[at + 1])])
            continue;
        if (std::ranges::any_of(marks,
                                [&](std::string_view mark) { return body.substr(at).starts_with(mark); }))
            return true;
    }
    return false;
}

/// Headers by which a client talks to OpenAI itself. Nobody else gets them: some tell about the user's
/// session.
bool isForOpenAi(std::string_view name)
{
    static constexpr std::array<std::string_view, 6> names{
        "openai-beta", "session-id", "thread-id", "originator", "x-client-request-id", "openai-organization"};
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower.starts_with("x-codex-") || lower.starts_with("x-openai-") ||
           std::find(names.begin(), names.end(), lower) != names.end();
}

/// Headers by which a client of Anthropic's API says which of its features it speaks. Others who speak the
/// format refuse betas that they do not know.
constexpr std::array<std::string_view, 2> kAnthropicFields{"anthropic-version", "anthropic-beta"};

/// Whether the provider is asked for a stream: where the client wants one, or the model gives nothing else.
bool asksForStream(const Inbound &inbound, const Candidate &candidate)
{
    return inbound.summary->stream || (candidate.endpoint->format == wire::Format::OpenAiChat &&
                                       wire::streamsOnly(candidate.target->dialect, candidate.target->model));
}

const wire::FormatCodec *upstreamCodec(const Inbound &inbound, const Candidate &candidate)
{
    return wire::codecFor(candidate.endpoint->format, inbound.codec->task());
}

upstream::HttpRequest httpTo(const Inbound &inbound, const Candidate &candidate)
{
    upstream::HttpRequest request;
    request.endpoint = candidate.endpoint->endpoint;
    const wire::FormatCodec *codec = upstreamCodec(inbound, candidate);
    const bool isStream = asksForStream(inbound, candidate);
    request.target =
        candidate.endpoint->target(codec->path(*candidate.target, isStream), candidate.target->model);
    request.fields.add("Content-Type", "application/json");
    request.fields.add("Accept",
                       isStream ? wire::mediaType(codec->framing(*candidate.target)) : "application/json");
    addProviderFields(request.fields, *candidate.line, candidate.key);
    if (candidate.line->kind == "openai" && inbound.codec->format() == wire::Format::OpenAiResponses) {
        for (const auto &[name, value] : inbound.head->fields.all()) {
            if (isForOpenAi(name))
                request.fields.add(name, value);
        }
    }
    if (candidate.line->kind == "anthropic" && inbound.codec->format() == wire::Format::AnthropicMessages) {
        for (const std::string_view name : kAnthropicFields) {
            if (!inbound.head->fields.value(name))
                continue;
            request.fields.remove(name);
            for (const auto &[field, value] : inbound.head->fields.all()) { // betas may come in several lines
                if (http::equalNoCase(field, name))
                    request.fields.add(name, value);
            }
        }
    }
    return request;
}

} // namespace

void addProviderFields(http::Fields &fields, const ProviderLine &line, const LineKey *key)
{
    if (key != nullptr && key->secret && !key->signer && !line.authHeader.empty())
        fields.add(line.authHeader, line.authPrefix, key->secret->reveal());
    for (const auto &[name, value] : line.headers.all())
        fields.add(name, value);
}

void signRequest(upstream::HttpRequest &request, const FormatEndpoint &endpoint, const LineKey *key,
                 WallTime now)
{
    if (key != nullptr && key->signer)
        key->signer->sign(request, endpoint.service, now);
}

bool canPassThrough(const Inbound &inbound, const Candidate &candidate)
{
    const wire::FormatCodec *codec = upstreamCodec(inbound, candidate);
    if (codec == nullptr || codec->format() != inbound.codec->format() || !codec->passesTo(*candidate.target))
        return false;
    // What only OpenAI's own endpoint takes has to be taken out for others.
    const bool isForeign =
        inbound.codec->format() == wire::Format::OpenAiResponses && !candidate.target->dialect.codexFields;
    return asksForStream(inbound, candidate) == inbound.summary->stream &&
           !holdsAny(inbound.body, std::span(kMarks).first(isForeign ? kMarks.size() : kOwnMarks)) &&
           (!wantsCloudBody(candidate) || hasCloudBody(inbound, candidate));
}

Outbound passThrough(const Inbound &inbound, const Candidate &candidate)
{
    Outbound outbound;
    outbound.passThrough = true;
    outbound.http = httpTo(inbound, candidate);
    outbound.owned.reserve(2);
    const std::string_view body = inbound.body;
    const wire::RequestSummary &summary = *inbound.summary;
    outbound.http.body.reserve(4);
    std::string &model = outbound.owned.emplace_back();
    JsonWriter(model).string(candidate.target->model);
    std::size_t from = 0;
    if (inbound.codec->format() == wire::Format::OpenAiChat && summary.stream && !summary.includeUsage &&
        candidate.target->dialect.streamUsageOption &&
        body.find("\"stream_options\"") == std::string_view::npos) {
        // Without it a Chat stream tells no usage, and the request could not be priced.
        const std::size_t brace = body.find('{');
        outbound.owned.emplace_back("{\"stream_options\":{\"include_usage\":true},");
        outbound.http.body.push_back(outbound.owned.back());
        outbound.usageChunkAdded = true;
        from = brace + 1;
    }
    if (summary.modelEnd == 0) { // the path names the model
        auto renamed = inbound.codec->renamed(*inbound.document, candidate.target->model);
        if (renamed)
            outbound.owned.front() = std::move(*renamed);
        outbound.http.body.push_back(renamed ? std::string_view(outbound.owned.front()) : body);
        return outbound;
    }
    if (wantsCloudBody(candidate)) {
        putCloudBody(inbound, candidate, outbound);
        return outbound;
    }
    outbound.http.body.push_back(body.substr(from, summary.modelBegin - from));
    outbound.http.body.push_back(outbound.owned.front());
    outbound.http.body.push_back(body.substr(summary.modelEnd));
    return outbound;
}

Result<Outbound> translate(const Inbound &inbound, const Candidate &candidate)
{
    const wire::FormatCodec *codec = upstreamCodec(inbound, candidate);
    if (codec == nullptr)
        return fail(ErrorCode::Internal, "the format of this provider is not built in");
    // The client's own request stays as it is: the next target may be one that compacts by itself.
    std::optional<wire::ir::Request> summary;
    if (wire::ir::needsSummary(*inbound.request, candidate.endpoint->format, candidate.target->dialect)) {
        auto again = inbound.codec->readRequest(*inbound.document);
        if (!again)
            return std::unexpected(again.error());
        wire::ir::askForSummary(summary.emplace(std::move(*again)));
    }
    auto written = codec->writeRequest(summary ? *summary : *inbound.request, *candidate.target);
    if (!written)
        return std::unexpected(written.error());
    Outbound outbound;
    outbound.http = httpTo(inbound, candidate);
    for (const auto &[name, value] : written->fields)
        outbound.http.fields.add(name, value);
    outbound.dropped = std::move(written->dropped);
    outbound.owned.push_back(std::move(written->body));
    outbound.http.body.push_back(outbound.owned.front());
    return outbound;
}

void leaveOut(Outbound &outbound, const std::vector<std::string> &names)
{
    std::string &body = outbound.owned.front();
    for (const std::string &name : names) {
        if (auto without = wire::ir::withoutParameter(body, name)) {
            body = std::move(*without);
            outbound.dropped.push_back(name);
        }
    }
    outbound.http.body = {body};
}

bool canLeaveOut(const Outbound &outbound, std::string_view name)
{
    return !outbound.passThrough && !name.empty() &&
           wire::ir::withoutParameter(outbound.owned.front(), name).has_value();
}

} // namespace signalbox::gateway
