#include "agents/jsonc_edit.h"

#include "base/json_writer.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

using jsonc::Kind;
using jsonc::Node;

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    appendJsonEscaped(out, text);
    return out + '"';
}

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The white space in front of `at`, where nothing else stands before it on its line.
std::optional<std::string> indentOf(std::string_view text, std::size_t at)
{
    const std::size_t feed = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    if (feed == std::string_view::npos)
        return std::nullopt;
    const std::string_view indent = text.substr(feed + 1, at - feed - 1);
    return isBlank(indent) ? std::optional(std::string(indent)) : std::nullopt;
}

} // namespace

JsoncText::JsoncText(std::string text, std::optional<Node> root)
    : SettingsText(std::move(text)), m_root(std::move(root))
{
}

Result<std::unique_ptr<SettingsText>> JsoncText::parse(std::string text)
{
    auto root = jsonc::read(text);
    if (!root)
        return std::unexpected(root.error());
    if (*root && (*root)->kind != Kind::Object)
        return unreadable(text, (*root)->begin, "settings are an object in { }, and this is none");
    return std::unique_ptr<SettingsText>(new JsoncText(std::move(text), std::move(*root)));
}

const Node *JsoncText::find(const KeyPath &path) const
{
    const Node *node = m_root ? &*m_root : nullptr;
    for (const std::string &name : path) {
        bool isTwice = false;
        const Node::Member *member = node != nullptr ? node->find(name, isTwice) : nullptr;
        if (member == nullptr || isTwice)
            return nullptr;
        node = &member->value;
    }
    return node;
}

Result<void> JsoncText::checkWay(const KeyPath &path) const
{
    const Node *node = m_root ? &*m_root : nullptr;
    KeyPath passed;
    for (const std::string &name : path) {
        if (node == nullptr)
            break;
        if (node->kind != Kind::Object)
            return fail(ErrorCode::InvalidInput, toText(passed) + " is no object in this file");
        passed.push_back(name);
        bool isTwice = false;
        const Node::Member *member = node->find(name, isTwice);
        if (isTwice)
            return fail(ErrorCode::InvalidInput,
                        toText(passed) + " is there twice in this file; remove one of the two");
        node = member != nullptr ? &member->value : nullptr;
    }
    return {};
}

std::optional<std::string> JsoncText::raw(const KeyPath &path) const
{
    const Node *node = find(path);
    return node != nullptr ? std::optional(m_text.substr(node->begin, node->end - node->begin))
                           : std::nullopt;
}

std::optional<std::string> JsoncText::value(const KeyPath &path) const
{
    const Node *node = find(path);
    return node != nullptr && node->kind == Kind::String ? std::optional(node->text) : raw(path);
}

std::vector<std::string> JsoncText::names(const KeyPath &path) const
{
    std::vector<std::string> names;
    if (const Node *node = find(path)) {
        for (const Node::Member &member : node->members)
            names.push_back(member.name);
    }
    return names;
}

std::string JsoncText::literal(const SettingsValue &value) const
{
    const auto *number = std::get_if<std::int64_t>(&value);
    return number != nullptr ? std::to_string(*number) : quoted(std::get<std::string>(value));
}

std::optional<std::string> JsoncText::memberIndent(const Node &object) const
{
    return object.members.empty() ? std::nullopt : indentOf(m_text, object.members.front().begin);
}

std::string JsoncText::indentStep() const
{
    const auto indent = m_root ? memberIndent(*m_root) : std::nullopt;
    return indent && !indent->empty() ? *indent : "  ";
}

Result<std::optional<Insertion>> JsoncText::setRaw(const KeyPath &path, std::string_view raw)
{
    if (auto clear = checkWay(path); !clear)
        return std::unexpected(clear.error());
    std::string text = m_text;
    if (const Node *node = find(path)) {
        if (node->kind == Kind::Object)
            return fail(ErrorCode::InvalidInput, toText(path) + " is an object in this file, not a value");
        text.replace(node->begin, node->end - node->begin, raw);
        if (auto taken = take(std::move(text)); !taken)
            return std::unexpected(taken.error());
        return std::nullopt;
    }
    if (!m_root) {
        // An empty file: whoever restores it puts the emptiness back (see FileRecord::blank).
        const std::string end = lineEnd();
        if (!text.empty() && text.size() > byteOrderMark(text) && !text.ends_with('\n'))
            text += end;
        if (auto taken = take(text + "{}" + end); !taken)
            return std::unexpected(taken.error());
        return setRaw(path, raw);
    }
    std::size_t depth = path.size() - 1;
    while (find({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth)}) == nullptr)
        --depth;
    const Node *object = find({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth)});
    Insertion insertion =
        addMember(*object, {path.begin() + static_cast<std::ptrdiff_t>(depth), path.end()}, raw, text);
    insertion.made = static_cast<int>(path.size() - depth) - 1;
    if (auto taken = take(std::move(text)); !taken)
        return std::unexpected(taken.error());
    return insertion;
}

Insertion JsoncText::addMember(const Node &object, const KeyPath &names, std::string_view raw,
                               std::string &text) const
{
    const std::string end = lineEnd();
    const std::string step = indentStep();
    const auto indent = memberIndent(object);
    // An object on one line stays so; an empty one gets lines, as people write them.
    const bool onLines = indent.has_value() || object.members.empty();
    const std::string outer =
        indentOf(text, object.members.empty() ? 0 : object.members.front().begin).value_or(std::string());
    std::string own = indent.value_or(outer);
    std::string closing;
    if (object.members.empty()) {
        // The object's own line says how far in it is.
        const std::size_t feed = object.begin == 0 ? std::string::npos : text.rfind('\n', object.begin - 1);
        const std::size_t lineBegin = feed == std::string::npos ? byteOrderMark(text) : feed + 1;
        const std::size_t first = text.find_first_not_of(" \t", lineBegin);
        closing = text.substr(lineBegin, first - lineBegin);
        own = closing + step;
    }

    std::string member;
    std::string ends;
    std::string inner = own;
    for (std::size_t i = 0; i + 1 < names.size(); ++i) {
        const std::string before = inner;
        inner += step;
        member += quoted(names[i]) + ": {" + (onLines ? end + inner : std::string(" "));
        ends.insert(0, onLines ? end + before + "}" : std::string(" }"));
    }
    member += quoted(names.back()) + ": " + std::string(raw) + ends;

    if (object.members.empty()) {
        const std::string inside = text.substr(object.begin + 1, object.end - object.begin - 2);
        if (isBlank(inside)) {
            // White space stays, so that taking the member away is exact.
            const bool closesBelow = inside.find('\n') != std::string::npos;
            const Insertion insertion{.lead = end + own,
                                      .trail = closesBelow ? std::string() : end + closing};
            text.insert(object.begin + 1, insertion.lead + member + insertion.trail);
            return insertion;
        }
        // Only comments are in it: the member comes behind them.
        const Insertion insertion{.lead = end + own, .trail = end + closing};
        const std::size_t at = object.end - 1;
        text.insert(at, insertion.lead + member + insertion.trail);
        return insertion;
    }
    const Node::Member &last = object.members.back();
    const std::string lead = onLines ? end + own : std::string(" ");
    if (last.comma) {
        const std::string trail = ",";
        text.insert(*last.comma + 1, lead + member + trail);
        return {.lead = lead, .trail = trail};
    }
    // A comment behind the last member stays beside it: the new line comes below.
    std::size_t at = last.value.end;
    const std::size_t feed = text.find('\n', at);
    const std::size_t closes = object.end - 1;
    if (onLines && feed < closes && !isBlank(std::string_view(text).substr(at, feed - at))) {
        const std::size_t lineStop = feed > 0 && text[feed - 1] == '\r' ? feed - 1 : feed;
        // Not where a comment goes on over the line's end.
        if (jsonc::skipBlank(text, at) == jsonc::skipBlank(text, lineStop)) {
            text.insert(lineStop, lead + member);
            text.insert(at, ",");
            return {.lead = lead};
        }
    }
    text.insert(at, ',' + lead + member);
    return {.lead = ',' + lead};
}

void JsoncText::eraseMember(const Node &object, std::size_t index, const Insertion *insertion,
                            std::string &text) const
{
    const Node::Member &member = object.members[index];
    std::size_t begin = member.begin;
    std::size_t end = member.value.end;
    const bool isLast = index + 1 == object.members.size();
    const Node::Member *previous = index > 0 ? &object.members[index - 1] : nullptr;
    const std::string_view all = text;

    if (insertion != nullptr && all.substr(0, begin).ends_with(insertion->lead) &&
        all.substr(end).starts_with(insertion->trail)) {
        const bool takesComma = insertion->lead.starts_with(',') || insertion->trail.starts_with(',');
        const bool isOnly = previous == nullptr && isLast;
        // Exact, and what is left has its commas right.
        if (takesComma || (isOnly && !member.comma)) {
            begin -= insertion->lead.size();
            text.erase(begin, end + insertion->trail.size() - begin);
            return;
        }
    }
    const auto feedBefore = [&](std::size_t at) {
        const std::size_t feed = all.rfind('\n', at == 0 ? 0 : at - 1);
        return feed != std::string_view::npos && feed > 0 && all[feed - 1] == '\r' ? feed - 1 : feed;
    };
    const bool ownLine = indentOf(all, begin).has_value();
    if (member.comma) {
        end = *member.comma + 1;
        const std::size_t next = std::min(all.find_first_not_of(" \t", end), all.size());
        const bool lineEnds = next == all.size() || all[next] == '\n' || all[next] == '\r';
        if (ownLine && lineEnds)
            begin = feedBefore(begin);
        else if (!lineEnds)
            end = next;
        text.erase(begin, end - begin);
        return;
    }
    if (ownLine)
        begin = feedBefore(begin);
    else if (previous != nullptr && previous->comma &&
             isBlank(all.substr(*previous->comma + 1, begin - *previous->comma - 1)))
        begin = *previous->comma + 1;
    text.erase(begin, end - begin);
    if (previous != nullptr && previous->comma)
        text.erase(*previous->comma, 1); // it stands before what was taken, so its place is as it was
}

Result<void> JsoncText::remove(const KeyPath &path, const std::optional<Insertion> &insertion)
{
    if (auto clear = checkWay(path); !clear)
        return clear;
    // From the outermost object that was made for the value inwards: the first one that holds nothing else
    // goes as a whole.
    const std::size_t made = insertion ? static_cast<std::size_t>(insertion->made) : 0;
    const std::size_t outermost = path.size() - std::min(made, path.size() - 1);
    for (std::size_t length = outermost; length <= path.size(); ++length) {
        const KeyPath prefix(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length));
        const Node *node = find(prefix);
        if (node == nullptr)
            return {};
        bool isAlone = true;
        for (std::size_t i = length; i < path.size() && node != nullptr; ++i) {
            const bool onlyOurs =
                node->kind == Kind::Object &&
                (node->members.empty() || (node->members.size() == 1 && node->members[0].name == path[i]));
            isAlone = isAlone && onlyOurs;
            node = onlyOurs && !node->members.empty() ? &node->members[0].value : nullptr;
        }
        if (!isAlone)
            continue;
        if (length == path.size() && find(prefix)->kind == Kind::Object)
            return fail(ErrorCode::InvalidInput, toText(path) + " is an object in this file, not a value");
        const Node *object = find({prefix.begin(), prefix.end() - 1});
        const auto index =
            std::ranges::find(object->members, prefix.back(), &Node::Member::name) - object->members.begin();
        std::string text = m_text;
        eraseMember(*object, static_cast<std::size_t>(index),
                    insertion && length == outermost ? &*insertion : nullptr, text);
        return take(std::move(text));
    }
    return {};
}

Result<void> JsoncText::take(std::string text)
{
    auto root = jsonc::read(text);
    if (!root)
        return fail(ErrorCode::Internal, "the changed text would be unreadable: " + root.error().message);
    m_text = std::move(text);
    m_root = std::move(*root);
    return {};
}

} // namespace signalbox::agents
