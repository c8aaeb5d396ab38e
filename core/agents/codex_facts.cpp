#include "agents/codex_facts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace signalbox::agents {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Takes a dotted key off the front: bare and quoted parts, white space round the dots. Empty where none
/// stands there.
std::vector<std::string> takeKey(std::string_view &text)
{
    std::vector<std::string> parts;
    while (true) {
        text = trimmed(text);
        std::size_t end = 0;
        if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
            end = text.find(text.front(), 1);
            if (end == std::string_view::npos)
                return {};
            parts.emplace_back(text.substr(1, end - 1));
            ++end;
        } else {
            const auto isBare = [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-';
            };
            while (end < text.size() && isBare(text[end]))
                ++end;
            if (end == 0)
                return {};
            parts.emplace_back(text.substr(0, end));
        }
        text = trimmed(text.substr(end));
        if (!text.starts_with('.'))
            return parts;
        text.remove_prefix(1);
    }
}

/// The text of a one-line string; nothing for other values. Escapes stay: provider ids and models have none.
std::optional<std::string> stringValue(std::string_view value)
{
    value = trimmed(value);
    if (value.empty() || (value.front() != '"' && value.front() != '\''))
        return std::nullopt;
    const std::size_t end = value.find(value.front(), 1);
    if (end == std::string_view::npos)
        return std::nullopt;
    return std::string(value.substr(1, end - 1));
}

/// Goes through one line's value and follows what lasts beyond the line: multi-line strings and brackets.
class Nesting final
{
public:
    [[nodiscard]] bool isInside() const { return m_quote != 0 || m_brackets > 0; }

    void pass(std::string_view text)
    {
        while (!text.empty()) {
            if (m_quote != 0) {
                passString(text);
            } else if (text.front() == '#') {
                return;
            } else if (text.front() == '"' || text.front() == '\'') {
                m_quote = text.front();
                m_isLong = text.starts_with("\"\"\"") || text.starts_with("'''");
                text.remove_prefix(m_isLong ? 3 : 1);
            } else {
                m_brackets += text.front() == '[' || text.front() == '{' ? 1 : 0;
                m_brackets -= text.front() == ']' || text.front() == '}' ? 1 : 0;
                text.remove_prefix(1);
            }
        }
        if (!m_isLong)
            m_quote = 0; // does not last beyond its line, in a file that Codex can read
    }

private:
    void passString(std::string_view &text)
    {
        const std::string_view end = m_quote == '"' ? "\"\"\"" : "'''";
        if (text.starts_with(end.substr(0, m_isLong ? 3 : 1))) {
            text.remove_prefix(m_isLong ? 3 : 1);
            m_quote = 0;
        } else {
            const bool escape = m_quote == '"' && text.front() == '\\' && text.size() > 1;
            text.remove_prefix(escape ? 2 : 1);
        }
    }

    char m_quote = 0;
    bool m_isLong = false; // a multi-line text
    int m_brackets = 0;
};

void noteTable(std::string_view line, CodexSetup &setup)
{
    line.remove_prefix(line.starts_with("[[") ? 2 : 1);
    const std::vector<std::string> name = takeKey(line);
    if (name.empty())
        return;
    setup.hasLegacyProfiles = setup.hasLegacyProfiles || name[0] == "profiles";
    setup.hasSignalboxProvider = setup.hasSignalboxProvider ||
                                 (name.size() > 1 && name[0] == "model_providers" && name[1] == "signalbox");
}

void noteRootKey(const std::vector<std::string> &key, std::string_view value, CodexSetup &setup)
{
    if (key.size() == 1 && key[0] == "model_provider")
        setup.modelProvider = stringValue(value);
    else if (key.size() == 1 && key[0] == "model")
        setup.model = stringValue(value);
    else if (key[0] == "profile" || key[0] == "profiles")
        setup.hasLegacyProfiles = true;
    else if (key.size() > 1 && key[0] == "model_providers" && key[1] == "signalbox")
        setup.hasSignalboxProvider = true;
}

} // namespace

CodexSetup readCodexSetup(std::string_view toml)
{
    CodexSetup setup;
    Nesting nesting;
    bool root = true;
    while (!toml.empty()) {
        const std::size_t end = toml.find('\n');
        std::string_view line = trimmed(toml.substr(0, end));
        toml.remove_prefix(end == std::string_view::npos ? toml.size() : end + 1);
        if (nesting.isInside()) {
            nesting.pass(line);
            continue;
        }
        if (line.starts_with('[')) {
            root = false;
            noteTable(line, setup);
            continue;
        }
        const std::vector<std::string> key = takeKey(line);
        if (key.empty() || !line.starts_with('='))
            continue;
        line.remove_prefix(1);
        if (root)
            noteRootKey(key, line, setup);
        nesting.pass(line);
    }
    return setup;
}

} // namespace signalbox::agents
