#pragma once

#include "base/result.h"
#include "gateway/candidate.h"
#include "http/message.h"
#include "upstream/http_client.h"
#include "wire/format.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::gateway {

/// A request on its way to one provider. The pieces of `http.body` are slices of the client's body and of
/// `owned`.
struct Outbound
{
    upstream::HttpRequest http;
    std::vector<std::string> owned;
    std::vector<std::string> dropped; ///< what translation had to leave out
    bool passThrough = false;
    bool usageChunkAdded = false; ///< a Chat usage chunk will come that the client has not asked for
};

/// The client's request as outbound sees it.
struct Inbound
{
    const http::RequestHead *head = nullptr;
    std::string_view body;
    const wire::FormatCodec *codec = nullptr; ///< of the client's format and of what it asks for
    const wire::RequestSummary *summary = nullptr;
    const wire::json::Document *document = nullptr; ///< of `body`
    const wire::ir::Request *request = nullptr;     ///< null until a translation is needed
};

/// What every request to a provider carries: its key, if it is not one to sign with, and the headers of its
/// row and entry. `key` may be null.
void addProviderFields(http::Fields &fields, const ProviderLine &line, const LineKey *key);

/// Signs the complete request where the key is one to sign with; nothing otherwise. `key` may be null.
void signRequest(upstream::HttpRequest &request, const FormatEndpoint &endpoint, const LineKey *key,
                 WallTime now);

/// Whether the client's own bytes can go to the candidate: same format, and nothing in them is ours or
/// unknown there.
[[nodiscard]] bool canPassThrough(const Inbound &inbound, const Candidate &candidate);

/// Same format: the client's bytes with another model name.
[[nodiscard]] Outbound passThrough(const Inbound &inbound, const Candidate &candidate);
/// Other format: written anew from the neutral form.
[[nodiscard]] Result<Outbound> translate(const Inbound &inbound, const Candidate &candidate);
/// Takes parameters that the candidate's host refuses out of what `translate` wrote, and notes them as
/// dropped.
void leaveOut(Outbound &outbound, const std::vector<std::string> &names);
/// Whether a parameter that a host has refused was written by `translate` and may be left out.
[[nodiscard]] bool canLeaveOut(const Outbound &outbound, std::string_view name);

} // namespace signalbox::gateway
