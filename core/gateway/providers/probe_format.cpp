#include "gateway/providers/probe_format.h"

#include <utility>

namespace signalbox::gateway {

Result<ProbeText> writeProbe(wire::Format format, const wire::Target &target)
{
    const wire::FormatCodec &codec = *wire::codecFor(format);
    wire::ir::Request request;
    request.source = format;
    request.model = request.arena.text(target.model);
    wire::ir::Turn turn;
    turn.wasString = true;
    turn.blocks.push_back({wire::ir::TextBlock{.text = request.arena.text(kProbePrompt)}, {}});
    request.turns.push_back(std::move(turn));
    request.maxOutputTokens = kProbeTokens;
    request.stream = true;
    request.includeUsage = true;
    if (format == wire::Format::OpenAiResponses)
        request.store = false; // nobody comes back for it
    auto written = codec.writeRequest(request, target);
    if (!written)
        return std::unexpected(written.error());
    return ProbeText{.path = codec.path(target, true), .body = std::move(written->body)};
}

} // namespace signalbox::gateway
