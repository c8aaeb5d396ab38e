#include "wire/json/document.h"

#include "base/byte_buffer.h"
#include "wire/json/validate.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

namespace signalbox::wire::json {

namespace {

/// Offsets are 32 bits wide: bodies are limited far below that.
constexpr std::size_t kMaxBytes = 1U << 31U;
/// Room for the events of a stream, so that a document reused for them grows once.
constexpr std::size_t kMinCapacity = 4096;

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

/// Walks the structure that simdjson's first stage found, once and without recursion, and writes the index.
/// The first stage alone is used, not the On-Demand reader over it: every value is visited anyway, and so no
/// rule of the grammar is left to a reader that looks only at what is asked for. Kept between texts, because
/// it owns memory.
struct Document::Walker
{
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    std::array<std::uint32_t, kMaxDepth> open; // containers that the walk is in, as nodes
    std::string_view text;
    std::size_t nextEscape = 0; // the first backslash at or behind what was asked for last
    bool hasEscapedNames = false;

    bool findStructure()
    {
        if (parser == nullptr || parser->capacity() < text.size()) {
            const std::size_t capacity = std::bit_ceil(std::max(text.size(), kMinCapacity));
            parser.reset();
            if (simdjson::get_active_implementation()->create_dom_parser_implementation(
                    capacity, 1, parser) != simdjson::SUCCESS)
                return false;
        }
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(text.data());
        return parser->stage1(bytes, text.size(), simdjson::stage1_mode::regular) == simdjson::SUCCESS;
    }

    /// Where the token in front of the next structure ends: at most white space lies between.
    [[nodiscard]] std::uint32_t tokenEnd(std::uint32_t next) const
    {
        while (isSpace(text[next - 1]))
            --next;
        return next;
    }

    /// Whether there is a backslash in a token. Asked in the order of the text, so each of its bytes is
    /// looked at once, and strings without one, which are most, need no look of their own.
    [[nodiscard]] bool hasEscape(std::uint32_t begin, std::uint32_t end)
    {
        if (nextEscape < begin)
            nextEscape = text.find('\\', begin);
        return nextEscape < end;
    }

    [[nodiscard]] bool isString(std::uint32_t begin, std::uint32_t end)
    {
        return end - begin >= 2 && text[end - 1] == '"' &&
               (!hasEscape(begin, end) || isStringInside(text.substr(begin + 1, end - begin - 2)));
    }

    /// Kind, end and rules of a value that is no container.
    [[nodiscard]] bool scalar(std::uint32_t begin, std::uint32_t next, Node &node)
    {
        node.begin = begin;
        node.end = tokenEnd(next);
        const std::string_view token = text.substr(begin, node.end - begin);
        switch (text[begin]) {
        case '"':
            node.kind = Kind::String;
            return isString(begin, node.end);
        case 't':
            node.kind = Kind::True;
            return token == "true";
        case 'f':
            node.kind = Kind::False;
            return token == "false";
        case 'n':
            node.kind = Kind::Null;
            return token == "null";
        default:
            node.kind = Kind::Number;
            return isNumber(token);
        }
    }

    [[nodiscard]] std::optional<std::size_t> walk(std::vector<Node> &nodes);
};

/// The grammar, a step for each structure. Nothing where the text is JSON, else where it is none. Local
/// variables and one pass over an array of the greatest possible size: this is what a gateway does most.
std::optional<std::size_t> Document::Walker::walk(std::vector<Node> &nodes)
{
    enum class Expect { Value, FirstElement, FirstName, Name, Colon, Behind, Nothing };
    const std::uint32_t count = parser->n_structural_indexes;
    const std::uint32_t *const structure = parser->structural_indexes.get();
    nodes.resize(count);
    Node *const all = nodes.data();
    std::uint32_t used = 0;
    std::uint32_t depth = 0;
    Node *named = nullptr; // the node that a member's name has begun
    Expect expect = Expect::Value;
    for (std::uint32_t at = 0; at < count; ++at) {
        const std::uint32_t begin = structure[at];
        const char c = text[begin];
        const auto next = [&] {
            return at + 1 < count ? structure[at + 1] : static_cast<std::uint32_t>(text.size());
        };
        bool closes = false;
        switch (expect) {
        case Expect::FirstElement:
            if (c == ']') {
                closes = true;
                break;
            }
            [[fallthrough]];
        case Expect::Value: {
            Node &node = named != nullptr ? *named : all[used++];
            named = nullptr;
            const auto index = static_cast<std::uint32_t>(&node - all);
            if (depth > 0)
                ++all[open[depth - 1]].size;
            if (c == '{' || c == '[') {
                if (depth == kMaxDepth)
                    return begin;
                node.begin = begin;
                node.kind = c == '{' ? Kind::Object : Kind::Array;
                open[depth++] = index;
                expect = c == '{' ? Expect::FirstName : Expect::FirstElement;
            } else {
                if (!scalar(begin, next(), node))
                    return begin;
                node.next = index + 1;
                expect = depth == 0 ? Expect::Nothing : Expect::Behind;
            }
            continue;
        }
        case Expect::FirstName:
            if (c == '}') {
                closes = true;
                break;
            }
            [[fallthrough]];
        case Expect::Name: {
            const std::uint32_t end = tokenEnd(next());
            if (c != '"' || !isString(begin, end))
                return begin;
            hasEscapedNames = hasEscapedNames || hasEscape(begin, end);
            named = &all[used++];
            named->keyBegin = begin + 1;
            named->keyEnd = end - 1;
            expect = Expect::Colon;
            continue;
        }
        case Expect::Colon:
            if (c != ':')
                return begin;
            expect = Expect::Value;
            continue;
        case Expect::Behind:
            if (c == ',') {
                expect = all[open[depth - 1]].kind == Kind::Object ? Expect::Name : Expect::Value;
                continue;
            }
            closes = c == ']' || c == '}';
            break;
        case Expect::Nothing:
            break;
        }
        if (!closes)
            return begin;
        Node &node = all[open[depth - 1]];
        if (node.kind != (c == '}' ? Kind::Object : Kind::Array))
            return begin;
        node.end = begin + 1;
        node.next = used;
        --depth;
        expect = depth == 0 ? Expect::Nothing : Expect::Behind;
    }
    nodes.resize(used);
    return expect == Expect::Nothing ? std::nullopt : std::optional(text.size());
}

/// Walkers that no document uses: a document is made for each request and answer, and what a walker owns
/// costs more than an ordinary walk. Of the thread; those that a large text has grown go.
struct Document::Lender
{
    static constexpr std::size_t kMost = 32;
    static constexpr std::size_t kLargest = 256 * 1024;

    std::vector<std::unique_ptr<Walker>> free;

    ~Lender() { isGone() = true; }

    /// A document may outlive the thread's own objects: at the end of a program static ones do.
    static bool &isGone()
    {
        thread_local bool gone = false;
        return gone;
    }
    static Lender &ofThread()
    {
        thread_local Lender lender;
        return lender;
    }
    [[nodiscard]] static std::unique_ptr<Walker> take()
    {
        if (isGone() || ofThread().free.empty())
            return std::make_unique<Walker>();
        std::unique_ptr<Walker> walker = std::move(ofThread().free.back());
        ofThread().free.pop_back();
        return walker;
    }
    static void give(std::unique_ptr<Walker> walker)
    {
        if (!isGone() && walker && walker->parser && walker->parser->capacity() <= kLargest &&
            ofThread().free.size() < kMost)
            ofThread().free.push_back(std::move(walker));
    }
};

Document::Document() = default;
Document::~Document()
{
    Lender::give(std::move(m_walker));
}
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
    if (!m_walker)
        m_walker = Lender::take();
    Walker &walker = *m_walker;
    walker.text = text;
    walker.nextEscape = text.find('\\');
    walker.hasEscapedNames = false;
    if (!walker.findStructure())
        return bad(0); // broken UTF-8, a string without end, a bare control character, nothing at all
    if (const auto wrong = walker.walk(m_nodes))
        return bad(*wrong);
    m_hasEscapedNames = walker.hasEscapedNames;
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

std::size_t Value::offset() const
{
    return isPresent() ? m_document->m_nodes[m_node].begin : 0;
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
    if (!isObject())
        return {};
    const std::vector<Document::Node> &nodes = m_document->m_nodes;
    const std::string_view text = m_document->m_text;
    Value found;
    for (std::uint32_t at = m_node + 1; at != nodes[m_node].next; at = nodes[at].next) {
        const std::string_view name = text.substr(nodes[at].keyBegin, nodes[at].keyEnd - nodes[at].keyBegin);
        if (m_document->m_hasEscapedNames ? equals(Text{name}, key) : name == key)
            found = Value(m_document, at);
    }
    return found;
}

Value::Iterator Value::begin() const
{
    return isArray() || isObject() ? Iterator(m_document, m_node + 1) : Iterator(nullptr, 0);
}

Value::Iterator Value::end() const
{
    return isArray() || isObject() ? Iterator(m_document, m_document->m_nodes[m_node].next)
                                   : Iterator(nullptr, 0);
}

Value::Iterator &Value::Iterator::operator++()
{
    m_node = m_document->m_nodes[m_node].next;
    return *this;
}

} // namespace signalbox::wire::json
