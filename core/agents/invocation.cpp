#include "agents/invocation.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

constexpr std::string_view kPlaceholder = "YOUR-SIGNALBOX-KEY";

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:,+@%=").find(c) != std::string_view::npos;
}

} // namespace

std::string shellQuoted(std::string_view text)
{
    if (!text.empty() && std::ranges::all_of(text, isPlain))
        return std::string(text);
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    quoted += '\'';
    return quoted;
}

std::string toShellText(const Invocation &invocation)
{
    std::string out;
    if (!invocation.secretVariable.empty()) {
        out += "# " + invocation.secretVariable +
               " is a key of its own for each run and ends with it. To run this by\n";
        out += "# hand, put a virtual key of yours in the place of " + std::string(kPlaceholder) + ".\n";
        out += invocation.secretVariable + "=" + std::string(kPlaceholder) + " \\\n";
    }
    for (const auto &[name, value] : invocation.variables)
        out += name + "=" + shellQuoted(value) + " \\\n";
    out += shellQuoted(invocation.program);
    for (const std::string &argument : invocation.arguments) {
        // Options begin a line each; what belongs to them, and what stands alone, follows.
        out += argument == "-c" ? " \\\n  " : " ";
        out += shellQuoted(argument);
    }
    out += '\n';
    return out;
}

} // namespace signalbox::agents
