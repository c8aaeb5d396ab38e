#include "wire/gemini/partial_arguments.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr std::size_t kMaxNodes = 100'000;
constexpr std::size_t kMaxDepth = 64;

/// One step of a path: a name, or the place in a list. False where it is none.
bool takeStep(std::string_view &path, std::string_view &step, bool &isIndex)
{
    isIndex = path.starts_with('[') && !path.starts_with("['");
    if (path.starts_with('.')) {
        const std::size_t end = std::min(path.find_first_of(".[", 1), path.size());
        step = path.substr(1, end - 1);
        path.remove_prefix(end);
        return !step.empty();
    }
    if (!path.starts_with('['))
        return false;
    const std::string_view closing = isIndex ? "]" : "']";
    const std::size_t begin = isIndex ? 1 : 2;
    const std::size_t end = path.find(closing, begin);
    if (end == std::string_view::npos)
        return false;
    step = path.substr(begin, end - begin);
    path.remove_prefix(end + closing.size());
    return true;
}

} // namespace

PartialArguments::Node *PartialArguments::child(Node &node, Node::Kind kind, std::string_view name)
{
    if (node.kind == Node::Kind::Unset)
        node.kind = kind;
    if (node.kind != kind)
        return nullptr;
    if (kind == Node::Kind::Object) {
        const auto known = std::ranges::find(node.children, name, &Node::name);
        if (known != node.children.end())
            return &*known;
        if (++m_nodes > kMaxNodes)
            return nullptr;
        Node &made = node.children.emplace_back();
        made.name = name;
        return &made;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    // Lists grow from the front.
    if (error != std::errc() || end != name.data() + name.size() || index > node.children.size())
        return nullptr;
    if (index == node.children.size() && ++m_nodes <= kMaxNodes)
        node.children.emplace_back();
    return index < node.children.size() ? &node.children[index] : nullptr;
}

PartialArguments::Node *PartialArguments::find(std::string_view path)
{
    if (!path.starts_with('$') || path.size() == 1)
        return nullptr;
    path.remove_prefix(1);
    Node *node = &m_root;
    std::size_t depth = 0;
    while (!path.empty() && node != nullptr) {
        std::string_view step;
        bool isIndex = false;
        if (++depth > kMaxDepth || !takeStep(path, step, isIndex))
            return nullptr;
        node = child(*node, isIndex ? Node::Kind::Array : Node::Kind::Object, step);
    }
    return node;
}

void PartialArguments::add(json::Value pieces)
{
    m_root.kind = Node::Kind::Object;
    for (const json::Value piece : pieces) {
        Node *node = find(piece["jsonPath"].text().escaped);
        const bool isLeaf = node != nullptr && node->children.empty();
        if (!isLeaf)
            continue;
        if (const json::Value text = piece["stringValue"]; text.isString()) {
            if (std::exchange(node->kind, Node::Kind::String) != Node::Kind::String)
                node->value.clear();
            node->value += text.text().escaped;
            continue;
        }
        for (const char *name : {"numberValue", "boolValue", "nullValue"}) {
            if (const json::Value value = piece[name]; value.isPresent()) {
                node->kind = Node::Kind::Value;
                node->value = std::string_view(name) == "nullValue" ? "null" : value.raw();
            }
        }
    }
}

void PartialArguments::write(std::string &out, const Node &node)
{
    switch (node.kind) {
    case Node::Kind::Unset:
        out += "null";
        return;
    case Node::Kind::Value:
        out += node.value;
        return;
    case Node::Kind::String:
        out += '"';
        out += node.value;
        out += '"';
        return;
    case Node::Kind::Object:
    case Node::Kind::Array:
        break;
    }
    const bool isObject = node.kind == Node::Kind::Object;
    out += isObject ? '{' : '[';
    for (const Node &inner : node.children) {
        if (&inner != &node.children.front())
            out += ',';
        if (isObject) {
            out += '"';
            out += inner.name;
            out += "\":";
        }
        write(out, inner);
    }
    out += isObject ? '}' : ']';
}

std::string PartialArguments::take()
{
    m_root.kind = Node::Kind::Object;
    std::string text;
    write(text, m_root);
    m_root = {};
    m_nodes = 0;
    return text;
}

} // namespace signalbox::wire::gemini
