#include "config/json_tree.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace signalbox::config {

namespace {

constexpr std::size_t kMaxBytes = 4 * 1024 * 1024; // a document people edit; beyond this it is something else
constexpr std::size_t kMaxDepth = 32;

/// Builds the tree from nlohmann's parser events, because its own trees neither tell of repeated members nor
/// keep the digits of a number.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit TreeBuilder(std::string_view text, Findings &findings) : m_text(text), m_findings(findings) {}

    [[nodiscard]] JsonNode takeRoot() { return std::move(m_root); }

    bool null() override { return add({}); }
    bool boolean(bool value) override { return add({.kind = JsonNode::Kind::Boolean, .boolean = value}); }
    bool number_integer(number_integer_t value) override { return addNumber(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return addNumber(std::to_string(value)); }
    bool number_float(number_float_t, const string_t &token) override { return addNumber(token); }
    bool string(string_t &value) override
    {
        JsonNode node{.kind = JsonNode::Kind::String};
        node.text = std::move(value);
        return add(std::move(node));
    }
    bool binary(binary_t &) override { return false; }
    bool start_object(std::size_t) override { return open(JsonNode::Kind::Object); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(JsonNode::Kind::Array); }
    bool end_array() override { return close(); }

    bool key(string_t &value) override
    {
        Level &level = m_levels.back();
        const bool repeated = std::ranges::find(level.node.names, value) != level.node.names.end();
        if (repeated)
            m_findings.push_back({pointerTo(level.pointer, value), "appears twice; one of them has to go"});
        level.name = std::move(value);
        level.skip = repeated;
        return true;
    }

    bool parse_error(std::size_t position, const std::string &,
                     const nlohmann::detail::exception &error) override
    {
        // The parser counts characters read, so the wrong one is the last of them. Its message quotes the
        // text last read, which may be a key: that part is left out.
        const std::size_t end = std::min(position > 0 ? position - 1 : 0, m_text.size());
        const std::string_view before = m_text.substr(0, end);
        const auto line = std::ranges::count(before, '\n') + 1;
        const std::size_t lineBegin = before.rfind('\n');
        const std::size_t column = end - (lineBegin == std::string_view::npos ? 0 : lineBegin + 1) + 1;
        std::string what = error.what();
        if (const std::size_t expected = what.find("; expected "); expected != std::string::npos)
            what = "expected " + what.substr(expected + 11);
        else if (what.find("invalid string") != std::string::npos)
            what = "a string is not ended, or holds a character or escape that JSON has not";
        else if (what.find("unexpected end of input") != std::string::npos)
            what = "the text ends too early";
        else
            what = "unexpected character";
        m_findings.push_back({"", "is not JSON: line " + std::to_string(line) + ", column " +
                                      std::to_string(column) + ": " + what});
        return false;
    }

private:
    struct Level
    {
        JsonNode node;
        std::string pointer;
        std::string name; // of the member that comes next
        bool skip = false;
    };

    bool addNumber(std::string token)
    {
        JsonNode node{.kind = JsonNode::Kind::Number};
        node.text = std::move(token);
        return add(std::move(node));
    }

    bool add(JsonNode node)
    {
        if (m_levels.empty()) {
            m_root = std::move(node);
            return true;
        }
        Level &level = m_levels.back();
        if (level.node.kind == JsonNode::Kind::Object) {
            if (level.skip)
                return true;
            level.node.names.push_back(std::move(level.name));
        }
        level.node.items.push_back(std::move(node));
        return true;
    }

    bool open(JsonNode::Kind kind)
    {
        if (m_levels.size() == kMaxDepth) {
            m_findings.push_back({m_levels.back().pointer, "is nested too deep"});
            return false;
        }
        std::string pointer;
        if (!m_levels.empty()) {
            const Level &parent = m_levels.back();
            pointer = parent.node.kind == JsonNode::Kind::Object
                          ? pointerTo(parent.pointer, parent.name)
                          : pointerTo(parent.pointer, parent.node.items.size());
        }
        m_levels.push_back({JsonNode{.kind = kind}, std::move(pointer), {}, false});
        return true;
    }

    bool close()
    {
        JsonNode node = std::move(m_levels.back().node);
        m_levels.pop_back();
        return add(std::move(node));
    }

    std::string_view m_text;
    Findings &m_findings;
    JsonNode m_root;
    std::vector<Level> m_levels;
};

} // namespace

std::string describe(const Finding &finding)
{
    return (finding.pointer.empty() ? "/" : finding.pointer) + ": " + finding.message;
}

const JsonNode *JsonNode::find(std::string_view name) const
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

std::optional<JsonNode> readJsonTree(std::string_view text, Findings &findings)
{
    if (text.size() > kMaxBytes) {
        findings.push_back({"", "is larger than 4 MiB"});
        return std::nullopt;
    }
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3); // editors of another platform put it there
    TreeBuilder builder(text, findings);
    if (!nlohmann::json::sax_parse(text, &builder))
        return std::nullopt;
    return builder.takeRoot();
}

std::string pointerTo(std::string_view pointer, std::string_view member)
{
    std::string text(pointer);
    text += '/';
    for (const char c : member) {
        if (c == '~')
            text += "~0";
        else if (c == '/')
            text += "~1";
        else
            text += c;
    }
    return text;
}

std::string pointerTo(std::string_view pointer, std::size_t index)
{
    return std::string(pointer) + '/' + std::to_string(index);
}

} // namespace signalbox::config
