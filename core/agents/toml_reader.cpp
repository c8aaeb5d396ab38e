#include "agents/toml_reader.h"

#include "agents/toml_scalar.h"

#include <algorithm>

namespace signalbox::agents::toml {

namespace {

/// Lists in lists: more is an attack on the stack.
constexpr int kMostNesting = 100;

/// Goes through a text once. What is wrong ends it; `m_fault` says what and where.
class Reader final
{
public:
    explicit Reader(std::string_view text) : m_text(text), m_at(byteOrderMark(text)) {}

    Result<Tree> run()
    {
        m_tree.root.made = Made::Header;
        m_tree.sections.push_back({.path = {}, .header = {m_at, m_at}, .lastEnd = m_at});
        m_table = &m_tree.root;
        while (readLine()) {
        }
        if (m_fault)
            return unreadable(m_text, m_fault->at, m_fault->reason);
        return std::move(m_tree);
    }

private:
    struct KeyPart
    {
        std::string name;
        std::size_t at = 0;
    };

    bool wrong(std::size_t at, std::string reason)
    {
        if (!m_fault)
            m_fault = Fault{at, std::move(reason)};
        return false;
    }
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    void skipSpaces()
    {
        while (peek() == ' ' || peek() == '\t')
            ++m_at;
    }

    /// A comment where one begins here. False where it holds what it must not.
    bool skipComment()
    {
        if (peek() != '#')
            return true;
        for (; !atEnd() && peek() != '\n'; ++m_at) {
            const auto byte = static_cast<unsigned char>(peek());
            const bool feedFollows = peek() == '\r' && peek(1) == '\n';
            if (((byte < 0x20 && byte != '\t') || byte == 0x7F) && !feedFollows)
                return wrong(m_at, "a control character in a comment");
        }
        return true;
    }

    bool skipLineEnd()
    {
        if (peek() == '\r' && peek(1) == '\n')
            ++m_at;
        if (peek() != '\n' || atEnd())
            return false;
        ++m_at;
        return true;
    }

    /// White space, line ends and comments, inside of brackets.
    bool skipAll()
    {
        do {
            skipSpaces();
            if (!skipComment())
                return false;
        } while (skipLineEnd());
        return true;
    }

    /// False at the end of the text, or where something is wrong.
    bool readLine()
    {
        skipSpaces();
        if (atEnd())
            return false;
        if (peek() == '[') {
            if (!readHeader())
                return false;
        } else if (peek() != '#' && peek() != '\r' && peek() != '\n') {
            Section &section = m_tree.sections.back();
            const std::size_t begin = m_at;
            if (!readStatement(*m_table, 0))
                return false;
            if (section.statements++ == 0)
                section.firstStatement = begin;
            section.lastEnd = m_table->lastEnd = m_at;
        }
        skipSpaces();
        if (!skipComment())
            return false;
        return skipLineEnd() || atEnd() || wrong(m_at, "something stands behind a value on its line");
    }

    bool readKeyPart(KeyPart &part)
    {
        part.at = m_at;
        if (peek() == '"' || peek() == '\'') {
            if (m_text.substr(m_at, 3) == std::string(3, peek()))
                return wrong(m_at, "a key cannot be a string of several lines");
            if (auto fault = scanString(m_text, m_at, part.name))
                return wrong(fault->at, fault->reason);
            return true;
        }
        while (!atEnd() && isBareKeyCharacter(peek()))
            part.name += m_text[m_at++];
        return !part.name.empty() || wrong(m_at, "a key is expected here");
    }

    bool readKey(std::vector<KeyPart> &key)
    {
        while (true) {
            skipSpaces();
            if (!readKeyPart(key.emplace_back()))
                return false;
            skipSpaces();
            if (peek() != '.')
                return true;
            ++m_at;
        }
    }

    bool readHeader()
    {
        const std::size_t begin = m_at;
        const bool isArray = peek(1) == '[';
        m_at += isArray ? 2 : 1;
        std::vector<KeyPart> key;
        if (!readKey(key))
            return false;
        if (m_text.substr(m_at, isArray ? 2 : 1) != (isArray ? "]]" : "]"))
            return wrong(m_at, "a table's name is not closed");
        m_at += isArray ? 2 : 1;

        Section section{.path = {}, .header = {begin, m_at}, .lastEnd = m_at};
        for (const KeyPart &part : key)
            section.path.push_back(part.name);
        m_tree.sections.push_back(std::move(section));
        Node *parent = &m_tree.root;
        for (std::size_t i = 0; i + 1 < key.size(); ++i) {
            parent = enter(*parent, key[i]);
            if (parent == nullptr)
                return false;
        }
        m_table = isArray ? appendTable(*parent, key.back()) : openTable(*parent, key.back());
        if (m_table == nullptr)
            return false;
        m_table->section = m_tree.sections.size() - 1;
        m_table->lastEnd = m_at;
        return true;
    }

    Node &add(Node &parent, const std::string &name)
    {
        return *parent.members.emplace_back(name, std::make_unique<Node>()).second;
    }

    /// The table that a header goes through on the way to its own.
    Node *enter(Node &parent, const KeyPart &part)
    {
        Node *node = parent.find(part.name);
        if (node == nullptr)
            return &add(parent, part.name);
        if (node->isTableArray)
            return node->items.back().get();
        if (node->kind != Kind::Table || node->made == Made::Inline) {
            wrong(part.at, '"' + part.name + "\" is no table that can be added to");
            return nullptr;
        }
        return node;
    }

    Node *openTable(Node &parent, const KeyPart &part)
    {
        Node *node = parent.find(part.name);
        if (node != nullptr && (node->kind != Kind::Table || node->made != Made::Implicit)) {
            wrong(part.at, '"' + part.name + "\" is there already");
            return nullptr;
        }
        if (node == nullptr)
            node = &add(parent, part.name);
        node->made = Made::Header;
        return node;
    }

    Node *appendTable(Node &parent, const KeyPart &part)
    {
        Node *node = parent.find(part.name);
        if (node != nullptr && !node->isTableArray) {
            wrong(part.at, '"' + part.name + "\" is there already");
            return nullptr;
        }
        if (node == nullptr) {
            node = &add(parent, part.name);
            node->kind = Kind::Array;
            node->isTableArray = true;
        }
        Node &item = *node->items.emplace_back(std::make_unique<Node>());
        item.made = Made::Header;
        return &item;
    }

    /// `key = value`, into a table with a header or an inline one.
    bool readStatement(Node &table, int depth)
    {
        const std::size_t begin = m_at;
        std::vector<KeyPart> key;
        if (!readKey(key))
            return false;
        if (peek() != '=')
            return wrong(m_at, "= is expected here");
        ++m_at;
        skipSpaces();
        Node *parent = &table;
        std::vector<Node *> passed;
        for (std::size_t i = 0; i + 1 < key.size(); ++i) {
            Node *node = parent->find(key[i].name);
            if (node == nullptr) {
                node = &add(*parent, key[i].name);
                node->made = Made::Dotted;
                node->section = table.section;
                node->keyBegin = begin;
            } else if (node->kind != Kind::Table || node->made != Made::Dotted) {
                return wrong(key[i].at, '"' + key[i].name + "\" is defined elsewhere");
            }
            passed.push_back(node);
            parent = node;
        }
        if (parent->find(key.back().name) != nullptr)
            return wrong(key.back().at, '"' + key.back().name + "\" is there twice");
        Node &value = add(*parent, key.back().name);
        value.keyBegin = begin;
        if (!readValue(value, depth))
            return false;
        for (Node *node : passed)
            node->lastEnd = m_at;
        return true;
    }

    bool readValue(Node &node, int depth)
    {
        if (depth > kMostNesting)
            return wrong(m_at, "too many brackets in brackets");
        node.value.begin = m_at;
        if (atEnd())
            return wrong(m_at, "a value is missing");
        if (peek() == '"' || peek() == '\'') {
            node.kind = Kind::String;
            if (auto fault = scanString(m_text, m_at, node.text))
                return wrong(fault->at, fault->reason);
        } else if (peek() == '[') {
            if (!readArray(node, depth))
                return false;
        } else if (peek() == '{') {
            if (!readInline(node, depth))
                return false;
        } else {
            const std::size_t end = scalarEnd(m_text, m_at);
            const auto kind = kindOfScalar(m_text.substr(m_at, end - m_at));
            if (!kind)
                return wrong(m_at, end == m_at ? "a value is missing" : "this is no value");
            node.kind = *kind;
            m_at = end;
        }
        node.value.end = m_at;
        return true;
    }

    bool readArray(Node &node, int depth)
    {
        node.kind = Kind::Array;
        ++m_at;
        while (true) {
            if (!skipAll())
                return false;
            if (peek() == ']')
                break;
            if (!readValue(*node.items.emplace_back(std::make_unique<Node>()), depth + 1) || !skipAll())
                return false;
            if (peek() != ',' && peek() != ']')
                return wrong(m_at, "a comma or ] is expected here");
            m_at += peek() == ',' ? 1 : 0;
        }
        ++m_at;
        return true;
    }

    bool readInline(Node &node, int depth)
    {
        node.kind = Kind::Table;
        node.made = Made::Inline;
        ++m_at;
        while (true) {
            if (!skipAll())
                return false;
            if (peek() == '}')
                break;
            if (!readStatement(node, depth + 1))
                return false;
            node.lastEnd = m_at;
            if (!skipAll())
                return false;
            if (peek() != ',' && peek() != '}')
                return wrong(m_at, "a comma or } is expected here");
            m_at += peek() == ',' ? 1 : 0;
        }
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at;
    Tree m_tree;
    Node *m_table = nullptr;
    std::optional<Fault> m_fault;
};

} // namespace

Node *Node::find(std::string_view name) const
{
    const auto found =
        std::ranges::find(members, name, [](const auto &member) { return std::string_view(member.first); });
    return found == members.end() ? nullptr : found->second.get();
}

Result<Tree> read(std::string_view text)
{
    return Reader(text).run();
}

} // namespace signalbox::agents::toml
