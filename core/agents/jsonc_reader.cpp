#include "agents/jsonc_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace signalbox::agents::jsonc {

namespace {

constexpr int kMostNesting = 200;

/// Goes through a text once. What is wrong ends it.
class Reader final
{
public:
    explicit Reader(std::string_view text) : m_text(text), m_at(byteOrderMark(text)) {}

    Result<std::optional<Node>> run()
    {
        std::optional<Node> root;
        if (blank() && m_at < m_text.size() && !readValue(root.emplace(), 0))
            return std::unexpected(*m_error);
        if (!m_error && blank() && m_at < m_text.size())
            wrong(m_at, "something stands behind the end");
        if (m_error)
            return std::unexpected(*m_error);
        return root;
    }

private:
    bool wrong(std::size_t at, const std::string &reason)
    {
        if (!m_error)
            m_error = unreadable(m_text, at, reason).error();
        return false;
    }
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool blank()
    {
        m_at = skipBlank(m_text, m_at);
        // What begins a comment and was not skipped has no end, or is a lone slash.
        return peek() != '/' || wrong(m_at, "a comment is not closed");
    }

    bool readValue(Node &node, int depth)
    {
        if (depth > kMostNesting)
            return wrong(m_at, "too many brackets in brackets");
        node.begin = m_at;
        bool good = false;
        switch (peek()) {
        case '{':
            good = readObject(node, depth);
            break;
        case '[':
            good = readArray(node, depth);
            break;
        case '"':
            node.kind = Kind::String;
            good = readString(node.text);
            break;
        default:
            good = readToken(node);
        }
        node.end = m_at;
        return good;
    }

    bool readString(std::string &out)
    {
        const std::size_t begin = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\n')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (peek() != '"')
            return wrong(begin, "a string is not closed");
        ++m_at;
        const auto json = nlohmann::json::parse(m_text.substr(begin, m_at - begin), nullptr, false);
        if (!json.is_string())
            return wrong(begin, "a string has an escape or a character that JSON does not know");
        out = json.get<std::string>();
        return true;
    }

    /// A number, true, false or null.
    bool readToken(Node &node)
    {
        const std::size_t begin = m_at;
        m_at = std::min(m_text.find_first_of(" \t\r\n,]}:/\"[{", begin), m_text.size());
        const std::string_view token = m_text.substr(begin, m_at - begin);
        const auto json = nlohmann::json::parse(token, nullptr, false);
        if (token.empty() || json.is_discarded())
            return wrong(begin, token.empty() ? "a value is expected here" : "this is no value");
        node.kind = json.is_number() ? Kind::Number : Kind::Literal;
        return true;
    }

    bool readArray(Node &node, int depth)
    {
        node.kind = Kind::Array;
        ++m_at;
        while (true) {
            if (!blank())
                return false;
            if (peek() == ']')
                break;
            Node item;
            if (!readValue(item, depth + 1) || !blank())
                return false;
            if (peek() != ',' && peek() != ']')
                return wrong(m_at, "a comma or ] is expected here");
            m_at += peek() == ',' ? 1 : 0;
        }
        ++m_at;
        return true;
    }

    bool readObject(Node &node, int depth)
    {
        node.kind = Kind::Object;
        ++m_at;
        while (true) {
            if (!blank())
                return false;
            if (peek() == '}')
                break;
            Node::Member member;
            member.begin = m_at;
            if (peek() != '"')
                return wrong(m_at, "a name in quotes is expected here");
            if (!readString(member.name) || !blank())
                return false;
            if (peek() != ':')
                return wrong(m_at, ": is expected here");
            ++m_at;
            if (!blank() || !readValue(member.value, depth + 1) || !blank())
                return false;
            if (peek() == ',')
                member.comma = m_at++;
            else if (peek() != '}')
                return wrong(m_at, "a comma or } is expected here");
            node.members.push_back(std::move(member));
        }
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at;
    std::optional<Error> m_error;
};

} // namespace

const Node::Member *Node::find(std::string_view name, bool &isTwice) const
{
    const Member *found = nullptr;
    for (const Member &member : members) {
        if (member.name == name) {
            isTwice = isTwice || found != nullptr;
            found = &member;
        }
    }
    return found;
}

std::size_t skipBlank(std::string_view text, std::size_t at)
{
    while (true) {
        at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
        std::size_t end = std::string_view::npos;
        if (text.substr(at, 2) == "//")
            end = std::min(text.find('\n', at), text.size());
        else if (text.substr(at, 2) == "/*" && text.find("*/", at + 2) != std::string_view::npos)
            end = text.find("*/", at + 2) + 2;
        if (end == std::string_view::npos)
            return at;
        at = end;
    }
}

Result<std::optional<Node>> read(std::string_view text)
{
    return Reader(text).run();
}

} // namespace signalbox::agents::jsonc
