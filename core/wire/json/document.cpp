#include "wire/json/document.h"

#include "base/byte_buffer.h"
#include "wire/json/validate.h"

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <utility>

namespace signalbox::wire::json {

namespace {

namespace ondemand = simdjson::ondemand;

/// Offsets are 32 bits wide: bodies are limited far below that.
constexpr std::size_t kMaxBytes = 1U << 31U;

std::string_view trimmed(std::string_view token)
{
    while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
        token.remove_suffix(1);
    return token;
}

} // namespace

/// Walks the text once in its order and writes the index. Kept between texts, because simdjson's parser owns memory.
struct Document::Walker
{
    ondemand::parser parser;
    std::vector<Node> *nodes = nullptr;
    std::string_view text;
    std::size_t failedAt = 0;
    std::uint32_t lastEnd = 0; // of the value walked last

    [[nodiscard]] std::uint32_t offset(const char *at) const { return static_cast<std::uint32_t>(at - text.data()); }

    template<class V>
    bool scalar(V &value, std::uint32_t node, ondemand::json_type type)
    {
        std::string_view token;
        if constexpr (requires { value.raw_json_token().get(token); })
            (void)value.raw_json_token().get(token);
        else
            token = value.raw_json_token();
        const auto begin = offset(token.data());
        failedAt = begin;
        token = trimmed(token);
        Node &entry = (*nodes)[node];
        entry.begin = begin;
        entry.end = begin + static_cast<std::uint32_t>(token.size());
        entry.next = node + 1;
        lastEnd = entry.end;
        switch (type) {
        case ondemand::json_type::string:
            entry.kind = Kind::String;
            // simdjson checked that the string ends; what is behind the quote belongs to the next token.
            return token.size() >= 2 && token.front() == '"' && token.back() == '"'
                && isStringInside(token.substr(1, token.size() - 2));
        case ondemand::json_type::number:
            entry.kind = Kind::Number;
            return isNumber(token);
        case ondemand::json_type::boolean:
            entry.kind = token == "true" ? Kind::True : Kind::False;
            return token == "true" || token == "false";
        case ondemand::json_type::null:
            entry.kind = Kind::Null;
            return token == "null";
        default:
            return false;
        }
    }

    template<class A>
    bool array(A &&elements, std::uint32_t node, std::size_t depth)
    {
        std::uint32_t count = 0;
        for (auto element : elements) {
            ondemand::value value;
            if (element.get(value) != simdjson::SUCCESS || !walk(value, 0, 0, depth))
                return false;
            ++count;
        }
        (*nodes)[node].kind = Kind::Array;
        (*nodes)[node].size = count;
        return true;
    }

    template<class O>
    bool object(O &&members, std::uint32_t node, std::size_t depth)
    {
        std::uint32_t count = 0;
        for (auto member : members) {
            ondemand::field field;
            if (std::move(member).get(field) != simdjson::SUCCESS)
                return false;
            // The name's token runs up to its closing quote, which is the last one before the colon.
            const char *begin = field.key().raw();
            const std::string_view rest = text.substr(offset(begin));
            std::size_t end = 0;
            while (end < rest.size() && rest[end] != '"')
                end += rest[end] == '\\' ? 2 : 1;
            if (end >= rest.size() || !isStringInside(rest.substr(0, end))) {
                failedAt = offset(begin);
                return false;
            }
            const auto keyBegin = offset(begin);
            if (!walk(field.value(), keyBegin, keyBegin + static_cast<std::uint32_t>(end), depth))
                return false;
            ++count;
        }
        (*nodes)[node].kind = Kind::Object;
        (*nodes)[node].size = count;
        return true;
    }

    template<class V>
    bool walk(V &&value, std::uint32_t keyBegin, std::uint32_t keyEnd, std::size_t depth)
    {
        if (depth > kMaxDepth)
            return false;
        const auto node = static_cast<std::uint32_t>(nodes->size());
        nodes->push_back({});
        (*nodes)[node].keyBegin = keyBegin;
        (*nodes)[node].keyEnd = keyEnd;
        ondemand::json_type type{};
        if (value.type().get(type) != simdjson::SUCCESS)
            return false;
        if (type != ondemand::json_type::array && type != ondemand::json_type::object)
            return scalar(value, node, type);

        const char *begin = nullptr;
        if (value.current_location().get(begin) != simdjson::SUCCESS)
            return false;
        failedAt = offset(begin);
        (*nodes)[node].begin = offset(begin);
        if (type == ondemand::json_type::array) {
            ondemand::array elements;
            if (value.get_array().get(elements) != simdjson::SUCCESS || !array(elements, node, depth + 1))
                return false;
        } else {
            ondemand::object members;
            if (value.get_object().get(members) != simdjson::SUCCESS || !object(members, node, depth + 1))
                return false;
        }
        (*nodes)[node].next = static_cast<std::uint32_t>(nodes->size());
        return close(node);
    }

    /// The end of a container is the bracket behind its last value (or its own bracket where it is empty).
    bool close(std::uint32_t node)
    {
        Node &entry = (*nodes)[node];
        std::uint32_t at = entry.begin + 1;
        if (entry.size > 0)
            at = lastEnd;
        while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t'))
            ++at;
        failedAt = at;
        const char bracket = entry.kind == Kind::Array ? ']' : '}';
        if (at >= text.size() || text[at] != bracket)
            return false;
        entry.end = lastEnd = at + 1;
        return true;
    }
};

Document::Document() : m_walker(std::make_unique<Walker>()) {}
Document::~Document() = default;
Document::Document(Document &&) noexcept = default;
Document &Document::operator=(Document &&) noexcept = default;

Result<void> Document::parse(std::string_view text)
{
    m_nodes.clear();
    m_text = text;
    const auto bad = [&](std::size_t at) {
        m_nodes.clear();
        return fail(ErrorCode::InvalidInput, "not valid JSON", "byte " + std::to_string(at));
    };
    if (text.size() > kMaxBytes)
        return fail(ErrorCode::TooLarge, "JSON text over 2 GiB");
    Walker &walker = *m_walker;
    walker.nodes = &m_nodes;
    walker.text = text;
    walker.failedAt = 0;
    walker.lastEnd = 0;
    ondemand::document document;
    const simdjson::padded_string_view padded(text.data(), text.size(), text.size() + ByteBuffer::kPadding);
    if (walker.parser.iterate(padded).get(document) != simdjson::SUCCESS)
        return bad(0);
    if (!walker.walk(document, 0, 0, 1) || !document.at_end())
        return bad(walker.failedAt);
    return {};
}

Result<void> Document::parseCopy(std::string_view text)
{
    m_copy.assign(text);
    m_copy.append(ByteBuffer::kPadding, '\0');
    return parse(std::string_view(m_copy).substr(0, text.size()));
}

Kind Value::kind() const
{
    return m_document != nullptr && m_node < m_document->m_nodes.size() ? m_document->m_nodes[m_node].kind
                                                                          : Kind::Absent;
}

std::string_view Value::raw() const
{
    if (!isPresent())
        return {};
    const Document::Node &node = m_document->m_nodes[m_node];
    return m_document->m_text.substr(node.begin, node.end - node.begin);
}

Text Value::text() const
{
    if (!isString())
        return {};
    const std::string_view token = raw();
    return {token.substr(1, token.size() - 2)};
}

std::optional<bool> Value::boolean() const
{
    if (kind() == Kind::True)
        return true;
    return kind() == Kind::False ? std::optional(false) : std::nullopt;
}

std::optional<double> Value::number() const
{
    if (!isNumber())
        return std::nullopt;
    const std::string_view token = raw();
    double value = 0;
    const auto result = std::from_chars(token.data(), token.data() + token.size(), value);
    return result.ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> Value::integer() const
{
    if (!isNumber())
        return std::nullopt;
    const std::string_view token = raw();
    std::int64_t value = 0;
    const auto result = std::from_chars(token.data(), token.data() + token.size(), value);
    if (result.ec == std::errc() && result.ptr == token.data() + token.size())
        return value;
    const auto real = number();
    if (!real || std::trunc(*real) != *real || std::abs(*real) > 9e15)
        return std::nullopt;
    return static_cast<std::int64_t>(*real);
}

std::size_t Value::size() const
{
    return isArray() || isObject() ? m_document->m_nodes[m_node].size : 0;
}

Text Value::key() const
{
    if (!isPresent())
        return {};
    const Document::Node &node = m_document->m_nodes[m_node];
    return {m_document->m_text.substr(node.keyBegin, node.keyEnd - node.keyBegin)};
}

Value Value::operator[](std::string_view key) const
{
    Value found;
    if (isObject()) {
        for (const Value member : *this) {
            if (equals(member.key(), key))
                found = member;
        }
    }
    return found;
}

Value::Iterator Value::begin() const
{
    return isArray() || isObject() ? Iterator(m_document, m_node + 1) : Iterator(nullptr, 0);
}

Value::Iterator Value::end() const
{
    return isArray() || isObject() ? Iterator(m_document, m_document->m_nodes[m_node].next) : Iterator(nullptr, 0);
}

Value::Iterator &Value::Iterator::operator++()
{
    m_node = m_document->m_nodes[m_node].next;
    return *this;
}

} // namespace signalbox::wire::json
