#include "wire/json/document.h"

#include "base/byte_buffer.h"
#include "base/byte_finder.h"
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
constexpr std::size_t kMinNodes = 256;

/// Most bytes that are asked for are none: told by one comparison.
bool isSpace(char c)
{
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

} // namespace

/// Walks the structure that simdjson's first stage found, once and without recursion, and writes the index.
/// The first stage alone is used, not the On-Demand reader over it: every value is visited anyway, and so no
/// rule of the grammar is left to a reader that looks only at what is asked for. Kept between texts, because
/// it owns memory.
struct Document::Walker
{
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    std::unique_ptr<Node[]> nodes; // left unset: the walk writes what it uses
    std::size_t nodeCapacity = 0;
    std::array<Node *, kMaxDepth> open; // containers round the one that the walk is in
    std::string_view text;
    ByteFinder backslashes{{}, '\\'};
    std::size_t escape = 0; // the first one at or behind what was asked for last

    void begin(std::string_view of)
    {
        text = of;
        backslashes = ByteFinder(of, '\\');
        escape = backslashes.next();
    }

    /// Whether the text has one, with room made for its index.
    [[nodiscard]] bool findStructure()
    {
        if (parser == nullptr || parser->capacity() < text.size()) {
            const std::size_t capacity = std::bit_ceil(std::max(text.size(), kMinCapacity));
            parser.reset();
            if (simdjson::get_active_implementation()->create_dom_parser_implementation(
                    capacity, 1, parser) != simdjson::SUCCESS)
                return false;
        }
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(text.data());
        if (parser->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS)
            return false;
        const std::uint32_t count = parser->n_structural_indexes;
        // The last token ends where the text does. There is room for some more than bytes of the text.
        parser->structural_indexes[count] = static_cast<std::uint32_t>(text.size());
        if (nodeCapacity < count) {
            nodeCapacity = std::bit_ceil(std::max(std::size_t(count), kMinNodes));
            nodes = std::make_unique_for_overwrite<Node[]>(nodeCapacity);
        }
        return true;
    }

    /// Where the token in front of the next structure ends: at most white space lies between.
    [[nodiscard]] std::uint32_t tokenEnd(std::uint32_t next) const
    {
        while (isSpace(text[next - 1]))
            --next;
        return next;
    }

    /// Asked in the order of the text: each backslash is looked at once, and strings without one, which are
    /// most, need no look of their own. Outside of strings the grammar refuses them before it comes here.
    [[nodiscard]] bool isString(std::uint32_t begin, std::uint32_t end)
    {
        return end - begin >= 2 && text[end - 1] == '"' && (escape >= end || areEscapes(end));
    }
    [[nodiscard, gnu::noinline]] bool areEscapes(std::uint32_t end)
    {
        ByteFinder finder = backslashes;
        std::size_t at = escape;
        while (at < end) {
            const std::size_t length = escapeLength(text, at);
            if (length == 0)
                return false;
            const std::size_t behind = at + length;
            do {
                at = finder.next();
            } while (at < behind);
        }
        backslashes = finder;
        escape = at;
        return true;
    }

    /// Kind, end and rules of a value that is no container.
    [[nodiscard]] bool scalar(Node &node, std::uint32_t next)
    {
        node.end = tokenEnd(next);
        const std::string_view token(text.data() + node.begin, node.end - node.begin);
        switch (token.front()) {
        case '"':
            node.kind = Kind::String;
            return isString(node.begin, node.end);
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

    /// A member's name in the two structures from `at`, itself and its colon. Where it is none, `at` is where
    /// that shows.
    [[nodiscard]] bool name(const std::uint32_t *&at, const std::uint32_t *end, Node &node, Node &object)
    {
        if (at == end)
            return false;
        const std::uint32_t begin = *at;
        const std::uint32_t behind = tokenEnd(at[1]);
        const bool hasEscape = escape < behind;
        if (text[begin] != '"' || !isString(begin, behind))
            return false;
        node.keyBegin = begin + 1;
        node.keySize = behind - begin - 2;
        if (hasEscape)
            object.hasEscapedNames = true;
        if (++at == end || text[*at] != ':')
            return false;
        ++at;
        return true;
    }

    [[nodiscard]] std::optional<std::size_t> walk();
};

/// The grammar, a round for each value. Nothing where the text is JSON, else where it is none. Local
/// variables and one pass over an array of the greatest possible size: this is what a gateway does most.
std::optional<std::size_t> Document::Walker::walk()
{
    const std::uint32_t *at = parser->structural_indexes.get();
    const std::uint32_t *const end = at + parser->n_structural_indexes;
    Node *next = nodes.get();  // unused from here on
    Node *container = nullptr; // that the walk is in; those round it are in `open`
    std::size_t depth = 0;
    for (;;) {
        next->keyBegin = next->keySize = 0;
        if (container != nullptr && container->kind == Kind::Object && !name(at, end, *next, *container))
            return *at;
        if (at == end)
            return text.size();
        Node &value = *next++;
        value.begin = *at++;
        value.size = 0;
        value.hasEscapedNames = false;
        const char c = text[value.begin];
        if (c == '{' || c == '[') {
            if (depth == kMaxDepth)
                return value.begin;
            value.kind = c == '{' ? Kind::Object : Kind::Array;
            open[depth++] = container;
            container = &value;
            if (at != end && text[*at] != (c == '{' ? '}' : ']'))
                continue;
        } else {
            if (!scalar(value, *at))
                return value.begin;
            value.span = 1;
            if (container != nullptr)
                ++container->size;
        }
        // Behind the value: whatever ends with it, then a comma and the next one.
        for (; container != nullptr && at != end && text[*at] != ','; ++at) {
            if (text[*at] != (container->kind == Kind::Object ? '}' : ']'))
                return *at;
            container->end = *at + 1;
            container->span = static_cast<std::uint32_t>(next - container);
            container = open[--depth];
            if (container != nullptr)
                ++container->size;
        }
        if (container == nullptr)
            return at == end ? std::nullopt : std::optional<std::size_t>(*at);
        if (at == end)
            return text.size();
        ++at;
    }
}

/// Walkers that no document uses: a document is made for each request and answer, and what a walker owns
/// costs more than an ordinary walk. Of the thread; those that a large text has grown go.
struct Document::Lender
{
    static constexpr std::size_t kMost = 32;
    static constexpr std::size_t kLargest = 256 * 1024;
    static constexpr std::size_t kMostNodes = 16 * 1024;

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
            walker->nodeCapacity <= kMostNodes && ofThread().free.size() < kMost)
            ofThread().free.push_back(std::move(walker));
    }
};

Document::Document() = default;
Document::~Document()
{
    Lender::give(std::move(m_walker));
}
Document::Document(Document &&other) noexcept
    : m_root(std::exchange(other.m_root, nullptr)), m_text(other.m_text), m_copy(std::move(other.m_copy)),
      m_walker(std::move(other.m_walker))
{
}
Document &Document::operator=(Document &&other) noexcept
{
    std::swap(m_root, other.m_root);
    std::swap(m_text, other.m_text);
    std::swap(m_copy, other.m_copy);
    std::swap(m_walker, other.m_walker);
    return *this;
}

Result<void> Document::parse(std::string_view text)
{
    m_root = nullptr;
    m_text = text;
    const auto bad = [](std::size_t at) {
        return fail(ErrorCode::InvalidInput, "not valid JSON", "byte " + std::to_string(at));
    };
    if (text.size() > kMaxBytes)
        return fail(ErrorCode::TooLarge, "JSON text over 2 GiB");
    if (!m_walker)
        m_walker = Lender::take();
    m_walker->begin(text);
    if (!m_walker->findStructure())
        return bad(0); // broken UTF-8, a string without end, a bare control character, nothing at all
    if (const auto wrong = m_walker->walk())
        return bad(*wrong);
    m_root = m_walker->nodes.get();
    return {};
}

Result<void> Document::parseCopy(std::string_view text)
{
    m_copy.assign(text);
    m_copy.append(ByteBuffer::kPadding, '\0');
    return parse(std::string_view(m_copy).substr(0, text.size()));
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

Value Value::operator[](std::string_view key) const
{
    Value found;
    if (!isObject())
        return found;
    for (const Value member : *this) {
        const Text name = member.key();
        if (hasEscapedNames() ? equals(name, key) : name.escaped == key)
            found = member;
    }
    return found;
}

} // namespace signalbox::wire::json
