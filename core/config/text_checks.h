#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Checks of single texts of the document. Each answers what is wrong in words, or "" where nothing is.
namespace signalbox::config {

/// Names of ours that stand in "provider/model", in metrics and in file names: letters, digits, ".", "_",
/// "-".
[[nodiscard]] std::string wrongId(std::string_view text);
/// Names of models: no spaces or control characters, at most 256 bytes.
[[nodiscard]] std::string wrongModelName(std::string_view text);
/// "keychain:NAME", "env:NAME" or "file:PATH"; anything else may be a key that somebody pasted.
[[nodiscard]] std::string wrongReference(std::string_view text);
/// An http or https URL without user, query or fragment; {name} of `variables` may stand in it.
[[nodiscard]] std::string wrongBaseUrl(std::string_view text, std::span<const std::string> variables);
[[nodiscard]] std::string wrongProxy(std::string_view text);
[[nodiscard]] std::string wrongHeaderName(std::string_view text);
/// Of the header that a key is sent in.
[[nodiscard]] std::string wrongKeyHeader(std::string_view text);
[[nodiscard]] std::string wrongHeaderValue(std::string_view text);
/// What fills {…} of a URL: it must not be able to change which host is meant.
[[nodiscard]] std::string wrongVariableValue(std::string_view text);
/// "sha256:" and 64 lower-case hexadecimal digits.
[[nodiscard]] std::string wrongKeyHash(std::string_view text);

/// RFC 3339: "2026-12-31T23:59:59Z", "…+02:00"; fractions of a second are cut.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parseTimestamp(std::string_view text);

/// Whether the text looks like a provider's or our key ("sk-…", "AIza…"): for messages that must not repeat
/// it.
[[nodiscard]] bool looksLikeKey(std::string_view text);

} // namespace signalbox::config
