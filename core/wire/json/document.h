#pragma once

#include "base/result.h"
#include "wire/text.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace signalbox::wire::json {

enum class Kind : std::uint8_t { Absent, Null, False, True, Number, String, Array, Object };

class Document;

/// One value of a Document: a handle of two words, as good as the document and its text live. An absent value
/// is a value too (kind Absent): look-ups chain without checks, `root["a"]["b"]`.
class Value final
{
public:
    Value() = default;

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isPresent() const { return kind() != Kind::Absent; }
    [[nodiscard]] bool isNull() const { return kind() == Kind::Null; }
    [[nodiscard]] bool isString() const { return kind() == Kind::String; }
    [[nodiscard]] bool isNumber() const { return kind() == Kind::Number; }
    [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }

    /// The value as it stands in the text, without white space round it. Empty if absent.
    [[nodiscard]] std::string_view raw() const;
    /// Where it begins in the text; 0 if absent.
    [[nodiscard]] std::size_t offset() const;
    /// The inside of a string; empty for everything else.
    [[nodiscard]] Text text() const;
    [[nodiscard]] std::optional<bool> boolean() const;
    /// A whole number that fits, also written as 3.0 or 3e2; nothing otherwise.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] std::optional<double> number() const;

    /// Elements of an array or members of an object.
    [[nodiscard]] std::size_t size() const;
    /// Member of an object by its unescaped name, the last one where it is repeated; absent elsewhere.
    [[nodiscard]] Value operator[](std::string_view key) const;
    /// Name of a member, as it stands in the text.
    [[nodiscard]] Text key() const;
    [[nodiscard]] bool is(std::string_view plain) const { return isString() && equals(text(), plain); }

    class Iterator;
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

private:
    friend class Document;
    Value(const Document *document, std::uint32_t node) : m_document(document), m_node(node) {}

    const Document *m_document = nullptr;
    std::uint32_t m_node = 0;
};

class Value::Iterator final
{
public:
    Iterator(const Document *document, std::uint32_t node) : m_document(document), m_node(node) {}
    Value operator*() const { return {m_document, m_node}; }
    Iterator &operator++();
    bool operator==(const Iterator &) const = default;

private:
    const Document *m_document;
    std::uint32_t m_node;
};

/// An index over a JSON text: where each value begins and ends, in the order of the text, checked whole.
/// simdjson's first stage finds the structure and checks UTF-8; one walk over that structure checks the
/// grammar, numbers, literals and escapes. Nothing is copied: values are slices of the text. Reused for many
/// texts (events of a stream) it allocates nothing. One thread.
class Document final
{
public:
    static constexpr std::size_t kMaxDepth = 512;

    Document();
    ~Document();
    Document(Document &&) noexcept;
    Document &operator=(Document &&) noexcept;

    /// `text` must have ByteBuffer::kPadding readable bytes behind it and outlive the values. InvalidInput
    /// with the byte offset as place where it is no JSON (RFC 8259).
    [[nodiscard]] Result<void> parse(std::string_view text);
    /// For texts without padding: copies them first.
    [[nodiscard]] Result<void> parseCopy(std::string_view text);
    [[nodiscard]] Value root() const { return {this, 0}; }

private:
    friend class Value;
    friend class Value::Iterator;

    struct Node
    {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t next = 0;     // node behind this value and all in it
        std::uint32_t keyBegin = 0; // inside of the member's name
        std::uint32_t keyEnd = 0;
        std::uint32_t size = 0;
        Kind kind = Kind::Absent;
    };
    struct Walker;
    struct Lender;

    std::vector<Node> m_nodes;
    std::string_view m_text;
    std::string m_copy;
    bool m_hasEscapedNames = false;   // else names are compared as they stand
    std::unique_ptr<Walker> m_walker; // keeps simdjson out of this header
};

} // namespace signalbox::wire::json
