#pragma once

#include "exchange.h"
#include "meaning.h"

#include <optional>
#include <string>
#include <vector>

/// What an answer says, added up from its events.
namespace signalbox::conformance {

struct AnswerMeaning
{
    std::string text;
    std::string refusal;             ///< or why, where the provider told nothing else
    std::string thoughts;            ///< words of them
    std::vector<std::string> tokens; ///< opaque state: of thoughts, of calls, of the answer
    std::vector<Call> calls;
    std::vector<std::string> citations; ///< of pages: address and place in the whole text
    std::vector<std::string> hosted;    ///< types of what the provider ran itself
    std::optional<wire::ir::StopReason> stop;
    std::optional<wire::ir::Failure> failure;
    std::optional<record::Usage> usage;
    std::vector<std::string> problems; ///< of the order of events
    std::vector<std::string> events;   ///< each as a line, neighbouring deltas joined
};

/// Adds up events, and watches that they keep their order.
class AnswerCollector final : public wire::ir::EventSink
{
public:
    void on(const wire::ir::Event &event) override;
    /// What was said so far.
    [[nodiscard]] AnswerMeaning meaning() const;

private:
    void add(const wire::ir::Start &start);
    void add(const wire::ir::BlockStart &start);
    void add(const wire::ir::TextDelta &delta);
    void add(const wire::ir::RefusalDelta &delta);
    void add(const wire::ir::ReasoningDelta &delta);
    void add(const wire::ir::ArgumentsDelta &delta);
    void add(const wire::ir::Signature &signature);
    void add(const wire::ir::Citation &citation);
    void add(const wire::ir::BlockEnd &end);
    void add(const wire::ir::Vector &vector);
    void add(const wire::ir::UsageUpdate &update);
    void add(const wire::ir::Finish &finish);
    void add(const wire::ir::Failure &failure);
    void line(std::string kind, std::string_view text, bool joins);
    void ended();

    AnswerMeaning m_meaning; // its words still escaped: a character may come in two pieces
    wire::ir::BlockKind m_kind = wire::ir::BlockKind::Text;
    wire::ir::CallKind m_callKind = wire::ir::CallKind::Function;
    std::string m_token; // of the open block
    std::string m_lastKind;
    std::size_t m_textBegin = 0; // of the open block, in characters of the whole text
    int m_index = 0;
    bool m_isOpen = false;
    bool m_hasEnded = false;
};

/// Reads an answer with the reader of its format, the messages of its stream one after the other.
[[nodiscard]] AnswerMeaning readAnswer(const Exchange &exchange, const wire::Target &target,
                                       wire::ir::EventSink *also);

/// The same of bytes: those of a stream come in the pieces that end at `cuts`.
[[nodiscard]] AnswerMeaning readStream(wire::Format format, const wire::Target &target,
                                       std::string_view bytes, const std::vector<std::size_t> &cuts = {});
[[nodiscard]] AnswerMeaning readWhole(wire::Format format, const wire::Target &target, std::string_view body);

/// Whether a client of this format could have asked for such an answer: tools with namespaces and the kinds
/// of calls that are no functions are declared in some formats only.
[[nodiscard]] bool canBeAsked(const AnswerMeaning &meaning, wire::Format client);

/// Tokens with the carriers among them opened: what the upstream itself had given.
[[nodiscard]] std::vector<std::string> ownTokens(const std::vector<std::string> &tokens);

} // namespace signalbox::conformance
