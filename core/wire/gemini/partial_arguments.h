#pragma once

#include "wire/json/document.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::gemini {

/// Puts a call's arguments together that come as values with paths (`$.recipe.steps[0].text`), strings in
/// pieces (Vertex, `streamFunctionCallArguments`). One call.
class PartialArguments final
{
public:
    /// The value of `partialArgs`. Paths that lead nowhere are passed over.
    void add(json::Value pieces);
    /// The object, as JSON.
    [[nodiscard]] std::string take();

private:
    struct Node
    {
        enum class Kind { Unset, Value, String, Object, Array };
        Kind kind = Kind::Unset;
        std::string name;  // in an object, escaped
        std::string value; // JSON, or the inside of a string
        std::vector<Node> children;
    };

    [[nodiscard]] Node *find(std::string_view path);
    [[nodiscard]] Node *child(Node &node, Node::Kind kind, std::string_view name);
    static void write(std::string &out, const Node &node);

    Node m_root;
    std::size_t m_nodes = 0;
};

} // namespace signalbox::wire::gemini
