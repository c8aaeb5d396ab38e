#include "agents/env_edit.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

bool isQuote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

std::size_t skipSpaces(std::string_view text, std::size_t at)
{
    return std::min(text.find_first_not_of(" \t", at), text.size());
}

/// Behind the quote that closes the one at `at`; nothing where none does.
std::optional<std::size_t> closing(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && quote != '\'')
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return std::nullopt;
}

} // namespace

EnvText::EnvText(std::string text, std::vector<Entry> entries)
    : SettingsText(std::move(text)), m_entries(std::move(entries))
{
}

Result<std::unique_ptr<SettingsText>> EnvText::parse(std::string text)
{
    auto entries = read(text);
    if (!entries)
        return std::unexpected(entries.error());
    return std::unique_ptr<SettingsText>(new EnvText(std::move(text), std::move(*entries)));
}

Result<std::vector<EnvText::Entry>> EnvText::read(std::string_view text)
{
    std::vector<Entry> entries;
    std::size_t at = byteOrderMark(text);
    while (at < text.size()) {
        Entry entry{.line = at};
        std::size_t stop = std::min(text.find('\n', at), text.size());
        at = skipSpaces(text, at);
        if (text.substr(at).starts_with("export ") || text.substr(at).starts_with("export\t"))
            at = skipSpaces(text, at + 7);
        const std::size_t name = at;
        while (at < stop && isNameCharacter(text[at]))
            ++at;
        entry.name = text.substr(name, at - name);
        at = skipSpaces(text, at);
        // Lines that say nothing, or that only their reader understands, are passed over as they are.
        if (!entry.name.empty() && at < stop && text[at] == '=') {
            entry.begin = std::min(skipSpaces(text, at + 1), stop);
            entry.end = entry.begin;
            if (entry.begin < stop && isQuote(text[entry.begin])) {
                const auto end = closing(text, entry.begin);
                if (!end)
                    return unreadable(text, entry.begin, "a quote is not closed");
                entry.end = *end;
                stop = std::min(text.find('\n', entry.end), text.size());
            }
            // Also what stands behind a quote, or it would go on with another value.
            const std::size_t comment = std::min(text.find(" #", entry.end), stop);
            entry.end = std::max(entry.end, text.substr(0, comment).find_last_not_of(" \t\r") + 1);
            entries.push_back(std::move(entry));
        }
        at = stop + 1;
    }
    return entries;
}

const EnvText::Entry *EnvText::find(const KeyPath &path) const
{
    if (path.size() != 1)
        return nullptr;
    const auto found = std::ranges::find(m_entries, path.front(), &Entry::name);
    return found == m_entries.end() ? nullptr : &*found;
}

std::optional<std::string> EnvText::raw(const KeyPath &path) const
{
    const Entry *entry = find(path);
    return entry != nullptr ? std::optional(m_text.substr(entry->begin, entry->end - entry->begin))
                            : std::nullopt;
}

std::optional<std::string> EnvText::value(const KeyPath &path) const
{
    auto text = raw(path);
    if (text && !text->empty() && isQuote(text->front()) && closing(*text, 0) == text->size())
        return text->substr(1, text->size() - 2);
    return text;
}

std::string EnvText::literal(const SettingsValue &value) const
{
    const auto *number = std::get_if<std::int64_t>(&value);
    if (number != nullptr)
        return std::to_string(*number);
    const auto &text = std::get<std::string>(value);
    const bool isPlain = std::ranges::all_of(text, [](char c) {
        return isNameCharacter(c) || std::string_view("/:@%+,").find(c) != std::string_view::npos;
    });
    return isPlain ? text : '\'' + text + '\'';
}

Result<void> EnvText::checkOnce(const KeyPath &path) const
{
    if (path.size() != 1)
        return fail(ErrorCode::Internal, "a variable has one name");
    if (std::ranges::count(m_entries, path.front(), &Entry::name) > 1)
        return fail(ErrorCode::InvalidInput,
                    path.front() + " is there twice in this file; remove one of the two");
    return {};
}

Result<std::optional<Insertion>> EnvText::setRaw(const KeyPath &path, std::string_view raw)
{
    if (auto once = checkOnce(path); !once)
        return std::unexpected(once.error());
    std::string text = m_text;
    std::optional<Insertion> insertion;
    if (const Entry *entry = find(path)) {
        text.replace(entry->begin, entry->end - entry->begin, raw);
    } else {
        insertion.emplace();
        if (text.size() > byteOrderMark(text) && !text.ends_with('\n'))
            insertion->lead = lineEnd();
        text += insertion->lead + path.front() + '=' + std::string(raw) + lineEnd();
    }
    if (auto taken = take(std::move(text)); !taken)
        return std::unexpected(taken.error());
    return insertion;
}

Result<void> EnvText::remove(const KeyPath &path, const std::optional<Insertion> &insertion)
{
    if (auto once = checkOnce(path); !once)
        return once;
    const Entry *entry = find(path);
    if (entry == nullptr)
        return {};
    std::string text = m_text;
    const std::size_t feed = text.find('\n', entry->end);
    const std::size_t end = feed == std::string::npos ? text.size() : feed + 1;
    std::size_t begin = entry->line;
    // The line above had no end before; it keeps the one it was given only where something follows.
    if (insertion && end == text.size() && std::string_view(text).substr(0, begin).ends_with(insertion->lead))
        begin -= insertion->lead.size();
    text.erase(begin, end - begin);
    return take(std::move(text));
}

std::string EnvText::masked() const
{
    std::string text = m_text;
    for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) {
        if (entry->end > entry->begin)
            text.replace(entry->begin, entry->end - entry->begin, "••••••••");
    }
    return text;
}

Result<void> EnvText::take(std::string text)
{
    auto entries = read(text);
    if (!entries)
        return fail(ErrorCode::Internal, "the changed text would be unreadable: " + entries.error().message);
    m_text = std::move(text);
    m_entries = std::move(*entries);
    return {};
}

} // namespace signalbox::agents
