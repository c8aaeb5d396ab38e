#pragma once

#include "wire/ir/event.h"

#include <QByteArrayList>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// An event sink of tests: keeps what it is told as lines to compare, neighbouring deltas of one kind joined,
/// and watches that blocks do not overlap.
class EventLog final : public signalbox::wire::ir::EventSink
{
public:
    void on(const signalbox::wire::ir::Event &event) override
    {
        std::visit([this](const auto &value) { add(value); }, event);
    }

    [[nodiscard]] QByteArrayList lines() const
    {
        QByteArrayList lines;
        for (const std::string &line : m_lines)
            lines.append(QByteArray::fromStdString(line));
        return lines;
    }
    [[nodiscard]] QByteArray joined() const { return lines().join('\n'); }
    [[nodiscard]] const std::vector<std::string> &problems() const { return m_problems; }
    /// Everything said in deltas of this kind ("text", "reasoning", "arguments"), unescaped.
    [[nodiscard]] std::string all(std::string_view kind) const
    {
        std::string text;
        for (const std::string &line : m_lines) {
            if (line.starts_with(kind) && line.size() > kind.size() && line[kind.size()] == ' ')
                text += signalbox::wire::unescape({std::string_view(line).substr(kind.size() + 1)});
        }
        return text;
    }
    [[nodiscard]] int ends() const { return m_ends; }
    [[nodiscard]] const signalbox::record::Usage &usage() const { return m_usage; }

private:
    using Text = signalbox::wire::Text;

    void line(std::initializer_list<std::string_view> words)
    {
        std::string &text = m_lines.emplace_back();
        for (const std::string_view word : words)
            text += word;
        m_joinable.clear();
    }
    void delta(const std::string &kind, std::string_view text)
    {
        if (!m_isOpen)
            m_problems.push_back(kind + " outside of a block");
        if (m_joinable == kind) {
            m_lines.back() += text;
            return;
        }
        line({kind, " ", text});
        m_joinable = kind;
    }
    static std::string_view word(Text text) { return text.isEmpty() ? "-" : text.escaped; }

    void add(const signalbox::wire::ir::Start &start)
    {
        line({"start ", word(start.id), " ", word(start.model)});
    }
    void add(const signalbox::wire::ir::BlockStart &start)
    {
        if (m_isOpen)
            m_problems.push_back("a block began inside another");
        if (start.index != m_index)
            m_problems.push_back("a block's number is wrong");
        m_isOpen = true;
        static constexpr const char *kinds[] = {"text", "reasoning", "call", "refusal", "hosted"};
        static constexpr const char *calls[] = {"function",    "freeform", "search",
                                                "local-shell", "shell",    "patch"};
        const char *kind = kinds[static_cast<int>(start.kind)];
        if (start.kind == signalbox::wire::ir::BlockKind::Call)
            line({"begin ", kind, " ", word(start.id), " ", word(start.nameSpace), " ", word(start.name), " ",
                  calls[static_cast<int>(start.callKind)]});
        else
            line({"begin ", kind});
    }
    void add(const signalbox::wire::ir::TextDelta &d) { delta("text", d.text.escaped); }
    void add(const signalbox::wire::ir::RefusalDelta &d) { delta("refusal", d.text.escaped); }
    void add(const signalbox::wire::ir::ReasoningDelta &d) { delta("reasoning", d.text.escaped); }
    void add(const signalbox::wire::ir::ArgumentsDelta &d) { delta("arguments", d.fragment.escaped); }
    void add(const signalbox::wire::ir::Signature &signature)
    {
        line({"signature ", word(signature.token), " ", signature.details.text,
              signature.forAnswer ? " answer" : "", signature.redacted ? " redacted" : ""});
    }
    void add(const signalbox::wire::ir::Citation &citation) { line({"citation ", citation.annotation.text}); }
    void add(const signalbox::wire::ir::BlockEnd &end)
    {
        if (!m_isOpen || end.index != m_index)
            m_problems.push_back("a block ended that was not open");
        m_isOpen = false;
        ++m_index;
        line({end.complete ? "end" : "end incomplete"});
    }
    void add(const signalbox::wire::ir::Vector &vector)
    {
        line({"vector ", vector.numbers.text, vector.base64.escaped});
    }
    void add(const signalbox::wire::ir::UsageUpdate &update) { m_usage = update.usage; }
    void add(const signalbox::wire::ir::Finish &finish)
    {
        static constexpr const char *reasons[] = {"stop",   "stop-sequence", "calls",
                                                  "length", "context",       "refusal",
                                                  "pause",  "malformed",     "unknown"};
        if (m_isOpen)
            m_problems.push_back("finished inside a block");
        ++m_ends;
        line({"finish ", reasons[static_cast<int>(finish.reason)], finish.saidInText ? " in text" : ""});
    }
    void add(const signalbox::wire::ir::Failure &failure)
    {
        static constexpr const char *kinds[] = {"bad-request", "too-long", "auth",  "forbidden",  "not-found",
                                                "too-large",   "rate",     "quota", "overloaded", "server",
                                                "timeout",     "policy",   "closed"};
        if (m_isOpen)
            m_problems.push_back("failed inside a block");
        ++m_ends;
        line({"failure ", kinds[static_cast<int>(failure.kind)], " ", failure.message});
    }

    std::vector<std::string> m_lines;
    std::vector<std::string> m_problems;
    std::string m_joinable;
    signalbox::record::Usage m_usage;
    int m_index = 0;
    int m_ends = 0;
    bool m_isOpen = false;
};
