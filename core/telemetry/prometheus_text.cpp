#include "telemetry/prometheus_text.h"

#include "base/money.h"

namespace signalbox::telemetry {

std::string_view cutLabelValue(std::string_view value)
{
    if (value.size() <= kLongestValue)
        return value;
    std::size_t end = kLongestValue;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80)
        --end;
    return value.substr(0, end);
}

void appendHead(std::string &out, std::string_view name, std::string_view type, std::string_view help)
{
    out += "# HELP ";
    out += name;
    out += ' ';
    out += help;
    out += "\n# TYPE ";
    out += name;
    out += ' ';
    out += type;
    out += '\n';
}

void appendLabel(std::string &labels, std::string_view name, std::string_view value)
{
    if (!labels.empty())
        labels += ',';
    labels += name;
    labels += "=\"";
    for (const char c : cutLabelValue(value)) {
        if (c == '\n') {
            labels += "\\n";
            continue;
        }
        if (c == '\\' || c == '"')
            labels += '\\';
        labels += c;
    }
    labels += '"';
}

void appendSample(std::string &out, std::string_view name, std::string_view labels, std::string_view value)
{
    out += name;
    if (!labels.empty()) {
        out += '{';
        out += labels;
        out += '}';
    }
    out += ' ';
    out += value;
    out += '\n';
}

std::string toSeconds(std::chrono::microseconds duration)
{
    // A decimal of at most nine digits behind the point is what Money writes.
    return Money::fromNano(duration.count() * 1000).toDecimal();
}

} // namespace signalbox::telemetry
