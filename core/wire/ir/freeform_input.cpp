#include "wire/ir/freeform_input.h"

#include "base/json_writer.h"
#include "wire/json/document.h"
#include "wire/json/validate.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::ir {

namespace {

constexpr std::string_view kInputKey = "input";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
constexpr std::string_view kPatchBegin = "*** Begin Patch";

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// How much of `text` (a JSON string's inside, cut anywhere) may be given out: whole escapes, whole pairs of
/// surrogates and whole UTF-8 sequences.
std::size_t wholePrefix(std::string_view text)
{
    std::size_t at = 0;
    for (;;) {
        const std::size_t slash = text.find('\\', at);
        if (slash == std::string_view::npos)
            break;
        const std::string_view rest = text.substr(slash);
        if (rest.size() < 2)
            return slash;
        if (rest[1] != 'u') {
            at = slash + 2;
            continue;
        }
        const std::size_t digits = std::min(rest.substr(2, 4).find_first_not_of(kHexDigits), rest.size() - 2);
        if (digits < 4) {
            if (rest.size() - 2 == digits)
                return slash;
            at = slash + 1; // no escape at all: what follows stands for itself
            continue;
        }
        const bool isHigh = (rest[2] == 'd' || rest[2] == 'D') &&
                            std::string_view("89abAB").find(rest[3]) != std::string_view::npos;
        if (isHigh && (rest.size() == 6 ||
                       (rest[6] == '\\' && (rest.size() == 7 || (rest[7] == 'u' && rest.size() < 12)))))
            return slash;
        at = slash + 6;
    }
    // A cut sequence is at most the last three bytes.
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80)
            break;
        if (byte >= 0xC0) {
            const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            return back < length ? text.size() - back : text.size();
        }
    }
    return text.size();
}

/// Models write escapes that JSON does not know (`\d` of a pattern): such a backslash is meant as itself.
void appendValidEscapes(std::string &out, std::string_view inside)
{
    if (json::isStringInside(inside)) {
        out += inside;
        return;
    }
    while (!inside.empty()) {
        const std::size_t slash = inside.find('\\');
        out.append(inside.substr(0, slash));
        if (slash == std::string_view::npos)
            return;
        inside.remove_prefix(slash);
        const std::size_t length = inside.substr(1, 1) == "u" ? 6 : 2;
        const std::string_view escape = inside.substr(0, length);
        if (escape.size() == length && json::isStringInside(escape)) {
            out += escape;
            inside.remove_prefix(length);
        } else {
            out += "\\\\";
            inside.remove_prefix(1);
        }
    }
}

/// What stands inside of one pair of ``` fences.
std::string_view withoutFence(std::string_view text)
{
    if (!text.starts_with("```"))
        return text;
    const std::size_t firstLine = text.find('\n');
    const std::size_t last = text.rfind("```");
    if (firstLine == std::string_view::npos || last <= firstLine)
        return text;
    return text.substr(firstLine + 1, last - firstLine - 1);
}

/// What stands inside of `apply_patch <<'EOF'` … `EOF`.
std::string_view withoutHereDocument(std::string_view text)
{
    const std::size_t arrows = text.find("<<");
    const std::size_t firstLine = text.find('\n');
    if (!text.starts_with("apply_patch") || arrows == std::string_view::npos ||
        firstLine == std::string_view::npos || arrows > firstLine)
        return text;
    std::string_view word = text.substr(arrows + 2, firstLine - arrows - 2);
    const auto isWordCharacter = [](char c) { return !isSpace(c) && c != '\'' && c != '"' && c != '-'; };
    while (!word.empty() && !isWordCharacter(word.front()))
        word.remove_prefix(1);
    while (!word.empty() && !isWordCharacter(word.back()))
        word.remove_suffix(1);
    const std::string_view inside = text.substr(firstLine + 1);
    const std::size_t last = inside.rfind(word);
    if (word.empty() || last == std::string_view::npos || (last > 0 && inside[last - 1] != '\n'))
        return text;
    return inside.substr(0, last);
}

std::string repairedPatch(std::string_view text)
{
    std::string_view trimmed = text;
    while (!trimmed.empty() && isSpace(trimmed.front()))
        trimmed.remove_prefix(1);
    std::string_view inside = withoutHereDocument(withoutFence(trimmed));
    if (inside == trimmed && !trimmed.starts_with(kPatchBegin))
        inside = text;
    std::string patch(inside);
    if (!patch.empty() && patch.back() != '\n')
        patch += '\n';
    return patch;
}

} // namespace

void FreeformInput::feed(std::string_view fragment, std::string &out)
{
    std::string json;
    m_text.feed(fragment, json);
    scan(json, out);
}

void FreeformInput::scan(std::string_view json, std::string &out)
{
    if (!m_emitted)
        m_json += json;
    while (!json.empty() && m_state != State::Held && m_state != State::Done) {
        const char c = json.front();
        if (m_state == State::InString) {
            json.remove_prefix(scanString(json, out));
            continue;
        }
        json.remove_prefix(1);
        if (m_state == State::InKey) {
            if (c == '"')
                m_state = m_key == kInputKey ? State::AfterKey : State::Held;
            else if (m_key.size() > kInputKey.size())
                m_state = State::Held;
            else
                m_key += c;
            continue;
        }
        if (isSpace(c))
            continue;
        if (m_state == State::BeforeObject && c == '{')
            m_state = State::BeforeKey;
        else if (m_state == State::BeforeKey && c == '"')
            m_state = State::InKey;
        else if (m_state == State::AfterKey && c == ':')
            m_state = State::BeforeValue;
        else if (m_state == State::BeforeValue && c == '"')
            m_state = State::InString;
        else
            m_state = State::Held;
    }
}

/// Takes what belongs to the input's string; answers how much of `json` that was.
std::size_t FreeformInput::scanString(std::string_view json, std::string &out)
{
    std::size_t end = 0;
    // A backslash that stands alone at the end of what is ready escapes the first character here.
    bool escaped = false;
    for (std::size_t back = m_ready.size(); back > 0 && m_ready[back - 1] == '\\'; --back)
        escaped = !escaped;
    while (end < json.size() && (escaped || json[end] != '"')) {
        escaped = !escaped && json[end] == '\\';
        ++end;
    }
    const bool closed = end < json.size();
    for (const char c : json.substr(0, end)) {
        // Models do write bare line ends into JSON strings.
        if (static_cast<unsigned char>(c) < 0x20)
            appendJsonEscaped(m_ready, std::string_view(&c, 1));
        else
            m_ready += c;
    }
    if (closed)
        m_state = State::Done;
    release(out);
    return end + (closed ? 1 : 0);
}

void FreeformInput::release(std::string &out)
{
    if (m_isPatch && !m_emitted) {
        // As long as it may need repairs nothing is given out.
        const std::string_view begin = std::string_view(m_ready).substr(0, kPatchBegin.size());
        if (begin != kPatchBegin) {
            if (!kPatchBegin.starts_with(begin))
                m_state = m_state == State::Done ? State::Done : State::Held;
            return;
        }
    }
    const std::size_t whole = m_state == State::Done ? m_ready.size() : wholePrefix(m_ready);
    if (whole == 0)
        return;
    appendValidEscapes(out, std::string_view(m_ready).substr(0, whole));
    m_endsLine = std::string_view(m_ready).substr(0, whole).ends_with("\\n");
    m_ready.erase(0, whole);
    m_emitted = true;
    m_json.clear();
}

void FreeformInput::finish(std::string &out)
{
    std::string rest;
    m_text.finish(rest);
    scan(rest, out);
    if (!m_emitted) {
        emitWhole(out);
        return;
    }
    appendValidEscapes(out, m_ready);
    if (!m_ready.empty())
        m_endsLine = m_ready.ends_with("\\n");
    m_ready.clear();
    m_broken = m_state == State::InString;
    if (m_isPatch && !m_endsLine && !m_broken)
        out += "\\n";
}

void FreeformInput::emitWhole(std::string &out)
{
    if (m_state == State::InString) { // broken off; nothing of it was given out
        m_broken = true;
        appendValidEscapes(out, m_ready);
        return;
    }
    out += decide();
}

/// The input, escaped, by what the arguments turned out to be.
std::string FreeformInput::decide()
{
    json::Document document;
    std::string_view escaped;
    std::string made;
    if (!document.parseCopy(m_json)) {
        const std::size_t first = m_json.find_first_not_of(" \t\r\n");
        m_broken = first != std::string::npos && m_json[first] == '{';
        appendJsonEscaped(made, m_json); // raw text, as it begins
        escaped = made;
    } else if (const json::Value root = document.root(); root.isString()) {
        escaped = root.text().escaped;
    } else if (root[kInputKey].isString()) {
        escaped = root[kInputKey].text().escaped;
    } else {
        const json::Value *only = nullptr;
        json::Value found;
        std::size_t strings = 0;
        for (const json::Value member : root) {
            if (member.isString()) {
                ++strings;
                found = member;
            }
        }
        if (root.isObject() && strings == 1)
            only = &found;
        if (only == nullptr) {
            appendJsonEscaped(made, root.raw());
            escaped = made;
            return std::string(escaped); // no text at all: nothing to repair
        }
        escaped = only->text().escaped;
    }
    if (!m_isPatch || escaped.find("\\ud") != std::string_view::npos ||
        escaped.find("\\uD") != std::string_view::npos)
        return std::string(escaped); // half a surrogate pair would not survive the repairs
    std::string repaired;
    appendJsonEscaped(repaired, repairedPatch(unescape(Text{escaped})));
    return repaired;
}

} // namespace signalbox::wire::ir
