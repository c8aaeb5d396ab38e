#pragma once

#include "record/usage.h"
#include "wire/ir/request.h"
#include "wire/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The neutral form of an answer: the events of a stream. A whole answer is what they add up to, so a reader
/// of whole answers emits the same events and a writer of whole answers collects them. Slices die with the
/// return of `on`.
namespace signalbox::wire::ir {

enum class StopReason {
    Stop,
    StopSequence,
    ToolCalls,
    Length,
    ContextFull,
    Refusal, ///< the provider's filter or the model itself
    Pause,
    MalformedCall,
    Unknown, ///< the upstream did not say
};

enum class BlockKind { Text, Reasoning, Call, Refusal, Hosted };

struct Start
{
    Text id;    ///< the upstream's id of the answer; may be empty
    Text model; ///< as the upstream names it
};

/// Blocks come one after the other: a block ends before the next begins. `index` grows by one.
struct BlockStart
{
    int index = 0;
    BlockKind kind = BlockKind::Text;
    CallKind callKind = CallKind::Function;
    Text id; ///< of a call: what links it to its result; of reasoning: the item's id
    Text nameSpace;
    Text name;
    Text phase;
    RawJson raw; ///< hosted: the whole item
};

struct TextDelta
{
    Text text;
};

/// A refusal's words, while a Refusal block is open.
struct RefusalDelta
{
    Text text;
};

struct ReasoningDelta
{
    Text text;
    bool summary = false; ///< meant for people; else raw thoughts
    int part = 0;         ///< of the summary, from 0
};

/// A piece of a call's arguments (JSON text) or of a freeform call's input (raw text), escaped once as a JSON
/// string's inside.
struct ArgumentsDelta
{
    Text fragment;
};

/// Opaque state of the open block (or, `forAnswer`, of the answer as a whole).
struct Signature
{
    Text token;
    bool redacted = false;
    bool forAnswer = false;
    RawJson details;
};

struct Citation
{
    RawJson annotation; ///< in the shape of Responses' annotations
};

struct BlockEnd
{
    int index = 0;
    bool complete = true; ///< false: the answer broke off inside it
};

/// One text as numbers, in the order of the texts: one of the two. Both are empty where an answer is passed
/// on unread.
struct Vector
{
    RawJson numbers; ///< a list of them
    Text base64;     ///< of 32-bit floats, the byte of least weight first
};

struct UsageUpdate
{
    record::Usage usage;
};

/// Exactly one Finish or Failure ends an answer.
struct Finish
{
    StopReason reason = StopReason::Stop;
    Text stopSequence;
    Text explanation;        ///< of a refusal
    bool saidInText = false; ///< of a refusal: the answer's text is what the provider says instead
};

enum class FailureKind {
    BadRequest,
    ContextTooLong,
    Auth,
    Forbidden,
    NotFound,
    TooLarge,
    RateLimited,
    QuotaExceeded,
    Overloaded,
    Server,
    Timeout,
    Policy,       ///< invalid_prompt, cyber_policy …: final, the message is for the person
    StreamClosed, ///< ended without a terminal event
};

struct Failure
{
    FailureKind kind = FailureKind::Server;
    std::string code; ///< the upstream's own, where it gave one
    std::string message;
    std::string type;
    std::optional<double> retryAfterSeconds;
};

using Event = std::variant<Start, BlockStart, TextDelta, RefusalDelta, ReasoningDelta, ArgumentsDelta,
                           Signature, Citation, BlockEnd, Vector, UsageUpdate, Finish, Failure>;

class EventSink
{
public:
    virtual void on(const Event &event) = 0;

protected:
    ~EventSink() = default;
};

} // namespace signalbox::wire::ir
