#pragma once

#include "base/result.h"
#include "wire/text.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::json {

enum class Kind : std::uint8_t { Absent, Null, False, True, Number, String, Array, Object };

class Document;

/// Where one value stands in its text. Written by Document, read by Value.
struct Node
{
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t span;     // nodes that this value and all in it take
    std::uint32_t keyBegin; // inside of the member's name
    std::uint32_t keySize;
    std::uint32_t size;
    Kind kind;
    bool hasEscapedNames; // among its own members; else they are compared as they stand
};

/// One value of a Document: a handle of two words, as good as the document and its text live. An absent value
/// is a value too (kind Absent): look-ups chain without checks, `root["a"]["b"]`.
class Value final
{
public:
    Value() = default;

    [[nodiscard]] Kind kind() const { return m_node != nullptr ? m_node->kind : Kind::Absent; }
    [[nodiscard]] bool isPresent() const { return m_node != nullptr; }
    [[nodiscard]] bool isNull() const { return kind() == Kind::Null; }
    [[nodiscard]] bool isString() const { return kind() == Kind::String; }
    [[nodiscard]] bool isNumber() const { return kind() == Kind::Number; }
    [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }

    /// The value as it stands in the text, without white space round it. Empty if absent.
    [[nodiscard]] std::string_view raw() const
    {
        return isPresent() ? std::string_view(m_text + m_node->begin, m_node->end - m_node->begin)
                           : std::string_view();
    }
    /// Where it begins in the text; 0 if absent.
    [[nodiscard]] std::size_t offset() const { return isPresent() ? m_node->begin : 0; }
    /// The inside of a string; empty for everything else.
    [[nodiscard]] Text text() const
    {
        return isString() ? Text{{m_text + m_node->begin + 1, m_node->end - m_node->begin - 2}} : Text();
    }
    [[nodiscard]] std::optional<bool> boolean() const;
    /// A whole number that fits, also written as 3.0 or 3e2; nothing otherwise.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] std::optional<double> number() const;

    /// Elements of an array or members of an object.
    [[nodiscard]] std::size_t size() const { return isArray() || isObject() ? m_node->size : 0; }
    /// Member of an object by its unescaped name, the last one where it is repeated; absent elsewhere. Who
    /// wants several looks for all of them in one walk (Names).
    [[nodiscard]] Value operator[](std::string_view key) const;
    /// Name of a member, as it stands in the text.
    [[nodiscard]] Text key() const
    {
        return isPresent() ? Text{{m_text + m_node->keyBegin, m_node->keySize}} : Text();
    }
    /// Whether a member of this object has a name that is written with escapes.
    [[nodiscard]] bool hasEscapedNames() const { return isPresent() && m_node->hasEscapedNames; }
    [[nodiscard]] bool is(std::string_view plain) const { return isString() && equals(text(), plain); }

    class Iterator;
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

private:
    friend class Document;
    Value(const char *text, const Node *node) : m_text(text), m_node(node) {}

    const char *m_text = nullptr;
    const Node *m_node = nullptr;
};

class Value::Iterator final
{
public:
    Iterator(const char *text, const Node *node) : m_text(text), m_node(node) {}
    Value operator*() const { return {m_text, m_node}; }
    Iterator &operator++()
    {
        m_node += m_node->span;
        return *this;
    }
    bool operator==(const Iterator &) const = default;

private:
    const char *m_text;
    const Node *m_node;
};

inline Value::Iterator Value::begin() const
{
    return isArray() || isObject() ? Iterator(m_text, m_node + 1) : Iterator(nullptr, nullptr);
}

inline Value::Iterator Value::end() const
{
    return isArray() || isObject() ? Iterator(m_text, m_node + m_node->span) : Iterator(nullptr, nullptr);
}

/// An index over a JSON text: where each value begins and ends, in the order of the text, checked whole.
/// simdjson's first stage finds the structure and checks UTF-8; one walk over that structure checks the
/// grammar, numbers, literals and escapes. Nothing is copied: values are slices of the text. What the index
/// is written into is lent by the thread, so that a document made anew for each text allocates nothing
/// either. One thread.
class Document final
{
public:
    static constexpr std::size_t kMaxDepth = 512;

    Document();
    ~Document();
    Document(Document &&other) noexcept;
    Document &operator=(Document &&other) noexcept;

    /// `text` must have ByteBuffer::kPadding readable bytes behind it and outlive the values. InvalidInput
    /// with the byte offset as place where it is no JSON (RFC 8259).
    [[nodiscard]] Result<void> parse(std::string_view text);
    /// For texts without padding: copies them first.
    [[nodiscard]] Result<void> parseCopy(std::string_view text);
    /// Absent where the last text was no JSON.
    [[nodiscard]] Value root() const { return {m_text.data(), m_root}; }

private:
    struct Walker;
    struct Lender;

    const Node *m_root = nullptr; // the walker's
    std::string_view m_text;
    std::string m_copy;
    std::unique_ptr<Walker> m_walker; // keeps simdjson out of this header
};

} // namespace signalbox::wire::json
