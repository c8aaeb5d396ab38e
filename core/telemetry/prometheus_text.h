#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// The Prometheus text format, version 0.0.4: pure functions that append to a text.
namespace signalbox::telemetry {

/// "HELP" and "TYPE" lines of a metric.
void appendHead(std::string &out, std::string_view name, std::string_view type, std::string_view help);

inline constexpr std::size_t kLongestValue = 160;
/// At most kLongestValue bytes of it, and no half of a character: clients choose some values.
[[nodiscard]] std::string_view cutLabelValue(std::string_view value);

/// `name="value"`, after a comma where there are labels already. The value is cut and escaped.
void appendLabel(std::string &labels, std::string_view name, std::string_view value);

/// One sample. `labels` are as `appendLabel` made them, `value` is a number already written.
void appendSample(std::string &out, std::string_view name, std::string_view labels, std::string_view value);

/// Seconds as an exact decimal: "0.00025", "12".
[[nodiscard]] std::string toSeconds(std::chrono::microseconds duration);

} // namespace signalbox::telemetry
