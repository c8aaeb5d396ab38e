#pragma once

#include "http/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The grammar of RFC 9110 and 9112 as pure functions, read strictly: whatever two readers could understand
/// in two ways is refused.
namespace signalbox::http {

/// Why a message is refused: the status a server answers, and an English reason.
struct Fault
{
    int status = 400;
    std::string reason;

    bool operator==(const Fault &) const = default;
};

[[nodiscard]] bool equalNoCase(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view trimmed(std::string_view text); ///< spaces and tabs only
/// Whether a comma-separated list holds `token`, without case.
[[nodiscard]] bool listHolds(std::string_view list, std::string_view token);

[[nodiscard]] bool isToken(std::string_view text);
/// Neither control characters (tab excepted) nor DEL; bytes from 0x80 on are let through.
[[nodiscard]] bool isFieldValue(std::string_view text);
/// `host[:port]` as RFC 3986 has it, not empty.
[[nodiscard]] bool isHost(std::string_view text);
/// Digits only, and it fits.
[[nodiscard]] std::optional<std::uint64_t> readContentLength(std::string_view text);

/// "Name: value" without its line end, into `fields`.
[[nodiscard]] std::optional<Fault> readFieldLine(std::string_view line, Fields &fields);
/// "POST /v1/responses HTTP/1.1" without its line end.
[[nodiscard]] std::optional<Fault> readRequestLine(std::string_view line, RequestHead &head);
/// "HTTP/1.1 200 OK" without its line end.
[[nodiscard]] std::optional<Fault> readStatusLine(std::string_view line, ResponseHead &head);

/// How the body's end is found.
struct Framing
{
    enum class Kind { None, Length, Chunked, UntilClose };
    Kind kind = Kind::None;
    std::uint64_t length = 0;

    bool operator==(const Framing &) const = default;
};

/// RFC 9112 section 6.3 without its leniences: one framing field, once. Nothing where it is at fault, with
/// the reason in `fault`; `Kind::None` where no framing field is there.
[[nodiscard]] std::optional<Framing> readFraming(const Fields &fields, Version version, Fault &fault);

/// Whether the connection may carry another message after this one.
[[nodiscard]] bool wantsKeepAlive(const Fields &fields, Version version);

/// One valid Host for 1.1, at most one for 1.0.
[[nodiscard]] std::optional<Fault> checkHost(const RequestHead &head);

/// Absolute form ("http://host/path") to origin form; Host becomes the target's authority (RFC 9112
/// section 3.2.2).
void toOriginForm(RequestHead &head);

} // namespace signalbox::http
