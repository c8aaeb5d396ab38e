#pragma once

#include "base/result.h"
#include "base/wiped_text.h"
#include "upstream/http_client.h"

#include <string>

namespace signalbox::upstream {

/// The endpoint as the Host field names it: an address of version 6 in brackets, a port that is not the
/// usual.
[[nodiscard]] std::string authority(const net::Endpoint &endpoint);

/// The head of a request as bytes: Host, Content-Length, identity encoding, absolute form where a plain
/// connection goes through a proxy. InvalidInput where a field could not be sent as one line, such as a key
/// with a line end in it.
[[nodiscard]] Result<WipedText> buildRequestHead(const HttpRequest &request);

} // namespace signalbox::upstream
