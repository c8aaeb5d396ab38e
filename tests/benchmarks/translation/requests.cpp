#include "requests.h"

#include "base/byte_buffer.h"
#include "load/agent_request.h"
#include "targets.h"
#include "wire/format.h"

#include <stdexcept>

namespace signalbox::bench {

namespace {

constexpr std::size_t kBytes = 120'000;

PaddedBody padded(std::string body)
{
    body.append(ByteBuffer::kPadding, '\0');
    return {std::move(body)};
}

} // namespace

std::string_view PaddedBody::view() const
{
    return std::string_view(bytes).substr(0, bytes.size() - ByteBuffer::kPadding);
}

PaddedBody requestOf(wire::Format client)
{
    const bool isChat = client == wire::Format::OpenAiChat;
    PaddedBody body = padded(agentRequest(isChat ? Wire::Chat : Wire::Responses, "coder", true, kBytes));
    if (isChat || client == wire::Format::OpenAiResponses)
        return body;
    // The same conversation in the words of a format that no generator writes.
    wire::json::Document document;
    if (!document.parse(body.view()))
        throw std::runtime_error("the request is no JSON");
    const auto request = wire::codecFor(wire::Format::OpenAiResponses)->readRequest(document);
    if (!request)
        throw std::runtime_error(request.error().message);
    auto written = wire::codecFor(client)->writeRequest(*request, conformance::usualTarget(client));
    if (!written)
        throw std::runtime_error(written.error().message);
    return padded(std::move(written->body));
}

} // namespace signalbox::bench
