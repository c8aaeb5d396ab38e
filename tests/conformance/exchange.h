#pragma once

#include "wire/format.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Exchanges with model providers, recorded or written by hand, in the one shape that recordings have: a file
/// each, with `request.body`, and `response` as `body`, `sse`, `ndjson`, `events` or `eventstream`. Requests
/// of clients that were captured on the way are read too: `NAME.json` or `NAME.request.json` with `path` and
/// `body`, their answer beside them.
namespace signalbox::conformance {

struct Exchange
{
    std::string file;         ///< below the folder that was given
    std::string conversation; ///< exchanges of one are its turns; empty: it stands alone
    int turn = 0;
    bool isCaptured = false; ///< of a client; its answer was made up
    wire::Format format = wire::Format::OpenAiChat;
    std::string provider; ///< kind of the catalogue
    std::string model;
    std::set<std::string> features; ///< as whoever recorded it named them
    std::string request;            ///< its body; empty where only the answer is there
    int status = 0;                 ///< 0: no answer is there
    std::string body;               ///< of a whole answer or an error
    std::string stream;             ///< of a streamed answer: the bytes as they came
    /// The same, taken out of its framing by whoever recorded it: name and data. Empty where `stream` has it.
    std::vector<std::pair<std::string, std::string>> messages;

    [[nodiscard]] bool isStreamed() const { return !stream.empty() || !messages.empty(); }
    [[nodiscard]] bool isError() const { return status >= 400; }
};

struct Folder
{
    std::vector<Exchange> exchanges; ///< by conversation, turn and name
    /// What was not taken: endpoint or reason, each file once.
    std::vector<std::pair<std::string, std::string>> leftAside;
};

/// Reads all exchanges below `root`.
[[nodiscard]] Folder readFolder(const std::filesystem::path &root);

/// All messages of a streamed answer, with the framing taken off that `target` has.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> messagesOf(const Exchange &exchange,
                                                                          const wire::Target &target);

/// Bytes of a base64 text, with or without padding, in either alphabet; empty where it is none.
[[nodiscard]] std::string fromBase64(std::string text);

} // namespace signalbox::conformance
