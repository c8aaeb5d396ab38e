#include "agents/toml_edit.h"

#include "agents/toml_scalar.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

using toml::Kind;
using toml::Made;
using toml::Node;

std::string dotted(const KeyPath &path, std::size_t from)
{
    std::string text;
    for (std::size_t i = from; i < path.size(); ++i)
        text += (i == from ? "" : ".") + toml::keyText(path[i]);
    return text;
}

std::size_t lineBegin(std::string_view text, std::size_t at)
{
    const std::size_t feed = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return feed == std::string_view::npos ? byteOrderMark(text) : feed + 1;
}

/// Behind the line feed of the line that `at` is on.
std::size_t lineEndOf(std::string_view text, std::size_t at)
{
    const std::size_t feed = text.find('\n', at);
    return feed == std::string_view::npos ? text.size() : feed + 1;
}

std::string indentAt(std::string_view text, std::size_t at)
{
    const std::size_t begin = lineBegin(text, at);
    return std::string(text.substr(begin, at - begin));
}

} // namespace

/// Where a key is to be written.
struct TomlText::Place
{
    enum class Where { InInline, InSection, NewTable };
    Where where = Where::NewTable;
    const Node *inlineTable = nullptr;
    std::size_t section = 0;
    std::size_t behind = 0; ///< in a section: where the statement ends that it follows; 0: the last one
    std::size_t depth = 0;  ///< how many names of the path its surroundings say already
};

TomlText::TomlText(std::string text, toml::Tree tree) : SettingsText(std::move(text)), m_tree(std::move(tree))
{
}

Result<std::unique_ptr<SettingsText>> TomlText::parse(std::string text)
{
    auto tree = toml::read(text);
    if (!tree)
        return std::unexpected(tree.error());
    return std::unique_ptr<SettingsText>(new TomlText(std::move(text), std::move(*tree)));
}

const Node *TomlText::find(const KeyPath &path) const
{
    const Node *node = &m_tree.root;
    for (const std::string &name : path) {
        node = node->find(name);
        if (node == nullptr)
            return nullptr;
    }
    return node;
}

std::optional<std::string> TomlText::raw(const KeyPath &path) const
{
    const Node *node = find(path);
    if (node == nullptr || node->value.end == 0)
        return std::nullopt;
    return m_text.substr(node->value.begin, node->value.end - node->value.begin);
}

std::optional<std::string> TomlText::value(const KeyPath &path) const
{
    const Node *node = find(path);
    return node != nullptr && node->kind == Kind::String ? std::optional(node->text) : raw(path);
}

std::vector<std::string> TomlText::names(const KeyPath &path) const
{
    std::vector<std::string> names;
    if (const Node *node = find(path)) {
        for (const auto &[name, member] : node->members)
            names.push_back(name);
    }
    return names;
}

std::string TomlText::literal(const SettingsValue &value) const
{
    const auto *number = std::get_if<std::int64_t>(&value);
    return number != nullptr ? std::to_string(*number) : toml::quoted(std::get<std::string>(value));
}

Result<TomlText::Place> TomlText::placeFor(const KeyPath &path) const
{
    const Node *node = &m_tree.root;
    Place place;
    std::size_t depth = 0;
    for (; depth + 1 < path.size(); ++depth) {
        const Node *next = node->find(path[depth]);
        if (next == nullptr)
            break;
        if (next->kind != Kind::Table)
            return fail(ErrorCode::InvalidInput,
                        toText({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth) + 1}) +
                            " is no table in this file");
        node = next;
        if (node->made == Made::Inline) {
            place.inlineTable = node;
            place.depth = depth + 1;
        }
    }
    if (place.inlineTable != nullptr) {
        place.where = Place::Where::InInline;
        return place;
    }
    // A table below the one found gets a header of its own: a dotted key would read less well.
    if (depth + 1 < path.size() || node->made == Made::Implicit)
        return place;
    place.where = Place::Where::InSection;
    place.section = node->section;
    place.depth = m_tree.sections[node->section].path.size();
    place.behind = node->made == Made::Dotted ? node->lastEnd : 0;
    return place;
}

Result<std::optional<Insertion>> TomlText::setRaw(const KeyPath &path, std::string_view raw)
{
    std::string text = m_text;
    if (const Node *node = find(path)) {
        if (node->value.end == 0)
            return fail(ErrorCode::InvalidInput, toText(path) + " is a table in this file, not a value");
        text.replace(node->value.begin, node->value.end - node->value.begin, raw);
        if (auto taken = take(std::move(text)); !taken)
            return std::unexpected(taken.error());
        return std::nullopt;
    }
    const auto place = placeFor(path);
    if (!place)
        return std::unexpected(place.error());
    const KeyPath table(path.begin(), path.end() - 1);
    const bool isNew = place->where == Place::Where::NewTable;
    const std::string statement =
        dotted(path, isNew ? table.size() : place->depth) + " = " + std::string(raw);
    Insertion insertion;
    switch (place->where) {
    case Place::Where::InInline:
        insertion = addToInline(*place->inlineTable, statement, text);
        break;
    case Place::Where::InSection:
        insertion = addToSection(place->section, statement, place->behind, text);
        break;
    case Place::Where::NewTable:
        insertion = addTable(table, statement, text);
        break;
    }
    if (auto taken = take(std::move(text)); !taken)
        return std::unexpected(taken.error());
    return insertion;
}

Insertion TomlText::addToInline(const Node &table, const std::string &statement, std::string &text) const
{
    if (table.lastEnd == 0) {
        text.insert(table.value.begin + 1, ' ' + statement + ' ');
        return {.lead = " ", .trail = " "};
    }
    text.insert(table.lastEnd, ", " + statement);
    return {.lead = ", "};
}

Insertion TomlText::addToSection(std::size_t index, const std::string &statement, std::size_t behind,
                                 std::string &text) const
{
    const toml::Section &section = m_tree.sections[index];
    const std::string end = lineEnd();
    if (index == 0 && section.statements == 0) {
        // In front of everything: behind the first [header] it would belong to that table.
        const std::size_t at = byteOrderMark(text);
        const std::string blank = at < text.size() ? end : std::string();
        text.insert(at, statement + end + blank);
        return {.trail = blank};
    }
    const std::size_t last = behind != 0 ? behind : section.lastEnd;
    const std::string indent = section.statements > 0 ? indentAt(text, section.firstStatement)
                                                      : indentAt(text, section.header.begin);
    const std::size_t at = lineEndOf(text, last);
    if (at == text.size() && !text.ends_with('\n')) {
        text += end + indent + statement;
        return {.lead = end};
    }
    text.insert(at, indent + statement + end);
    return {};
}

Insertion TomlText::addTable(const KeyPath &table, const std::string &statement, std::string &text) const
{
    const std::string end = lineEnd();
    Insertion insertion{.made = 1};
    if (text.size() > byteOrderMark(text)) {
        insertion.lead = text.ends_with('\n') ? end : end + end;
        text += insertion.lead;
    }
    text += '[' + dotted(table, 0) + ']' + end + statement + end;
    return insertion;
}

void TomlText::removeMember(const Node &table, const Node &value, const std::optional<Insertion> &insertion,
                            std::string &text) const
{
    std::size_t begin = value.keyBegin;
    std::size_t end = value.value.end;
    const std::string_view all = text;
    if (insertion && insertion->lead == ", " && all.substr(0, begin).ends_with(", ")) {
        text.erase(begin - 2, end - begin + 2);
        return;
    }
    const std::size_t next = text.find_first_not_of(" \t\r\n", end);
    const std::size_t before = text.find_last_not_of(" \t\r\n", begin - 1);
    if (next != std::string::npos && text[next] == ',') {
        end = std::min(text.find_first_not_of(" \t", next + 1), text.size());
    } else if (text[before] == ',') {
        begin = before;
    } else if (before == table.value.begin && next != std::string::npos && text[next] == '}') {
        // The only one: what it came with goes with it, or all that is left between the braces.
        const bool asPut = insertion && all.substr(0, begin).ends_with(insertion->lead) &&
                           all.substr(end).starts_with(insertion->trail);
        begin = asPut ? begin - insertion->lead.size() : before + 1;
        end = asPut ? end + insertion->trail.size() : next;
    }
    text.erase(begin, end - begin);
}

Result<void> TomlText::remove(const KeyPath &path, const std::optional<Insertion> &insertion)
{
    const KeyPath table(path.begin(), path.end() - 1);
    if (const Node *node = find(path)) {
        if (node->value.end == 0)
            return fail(ErrorCode::InvalidInput, toText(path) + " is a table in this file, not a value");
        const Node *enclosing = nullptr;
        for (std::size_t depth = 1; depth < path.size(); ++depth) {
            const Node *on = find({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth)});
            enclosing = on->made == Made::Inline ? on : enclosing;
        }
        std::string text = m_text;
        if (enclosing != nullptr) {
            removeMember(*enclosing, *node, insertion, text);
        } else {
            std::size_t begin = lineBegin(text, node->keyBegin);
            const std::size_t next = std::min(text.find_first_not_of(" \t", node->value.end), text.size());
            std::size_t end = next;
            if (next < text.size() && text[next] == '#') {
                begin = node->keyBegin; // a comment is somebody's
            } else {
                end = lineEndOf(text, next);
                const bool ended = end > 0 && text[end - 1] == '\n';
                const std::string lead = insertion && insertion->made == 0 ? insertion->lead : std::string();
                if (!ended && !lead.empty() && begin >= lead.size() &&
                    std::string_view(text).substr(begin - lead.size(), lead.size()) == lead)
                    begin -= lead.size(); // the last line had no end before
                if (insertion && insertion->made == 0 && !insertion->trail.empty() &&
                    std::string_view(text).substr(end).starts_with(insertion->trail))
                    end += insertion->trail.size();
            }
            text.erase(begin, end - begin);
        }
        if (auto taken = take(std::move(text)); !taken)
            return taken;
    }
    if (insertion && insertion->made > 0)
        removeEmptyTable(table, *insertion);
    return {};
}

void TomlText::removeEmptyTable(const KeyPath &table, const Insertion &insertion)
{
    const Node *node = find(table);
    if (node == nullptr || node->made != Made::Header)
        return;
    const toml::Section &section = m_tree.sections[node->section];
    if (section.statements != 0) // tables below it have headers of their own
        return;
    std::size_t begin = lineBegin(m_text, section.header.begin);
    const std::size_t next = std::min(m_text.find_first_not_of(" \t", section.header.end), m_text.size());
    if (next < m_text.size() && m_text[next] != '\r' && m_text[next] != '\n')
        return; // somebody has written a comment there
    const std::size_t end = lineEndOf(m_text, next);
    // The empty line in front goes too; the end of the line above it only where nothing follows any more.
    const std::string_view before = std::string_view(m_text).substr(0, begin);
    const std::string lineEnding = lineEnd();
    const bool closed = insertion.lead.size() > lineEnding.size();
    if (before.ends_with(insertion.lead)) {
        const std::string_view rest = before.substr(0, before.size() - insertion.lead.size());
        if (closed)
            begin -= end == m_text.size() ? insertion.lead.size() : lineEnding.size();
        else if (rest.empty() || rest.ends_with('\n') || rest.size() == byteOrderMark(rest))
            begin -= insertion.lead.size();
    }
    std::string text = m_text;
    text.erase(begin, end - begin);
    (void)take(std::move(text)); // an empty table less cannot make a text unreadable
}

Result<void> TomlText::take(std::string text)
{
    auto tree = toml::read(text);
    if (!tree)
        return fail(ErrorCode::Internal, "the changed text would be unreadable: " + tree.error().message);
    m_text = std::move(text);
    m_tree = std::move(*tree);
    return {};
}

} // namespace signalbox::agents
