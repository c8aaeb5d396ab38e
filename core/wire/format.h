#pragma once

#include "base/byte_buffer.h"
#include "base/result.h"
#include "wire/dialect.h"
#include "wire/format_id.h"
#include "wire/framing/framing.h"
#include "wire/ir/event.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"
#include "wire/model_rules.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What every format can do: read and write requests, answers and errors. Pure code; objects live for one
/// attempt on one thread. N readers and N writers meet in the neutral form (ir/), never each other.
namespace signalbox::wire {

/// What the writer of a request has to know of where it goes.
struct Target
{
    std::string model; ///< as the provider names it
    Dialect dialect;
    std::int64_t maxOutputTokens = 0; ///< of the model; 0 unknown
    std::int64_t contextTokens = 0;   ///< that the model can read; 0 unknown
    bool reasoning = false;           ///< the model reasons
    bool images = true;               ///< the model takes images
    std::string carrierKey; ///< signs and checks reasoning carriers (ir/carrier.h); empty: a checksum only
    ModelRules rules;
};

struct WrittenRequest
{
    std::string body;
    std::vector<std::string> dropped; ///< names of what had no counterpart, for x-signalbox-dropped
    /// Headers that this request needs beside those of every request to the provider: name and value.
    std::vector<std::pair<std::string, std::string>> fields;
};

/// What routing and accounting need of a request before it is read whole, found by one walk of the top-level
/// members. Formats that say model and stream in the path (Gemini) leave both to who has read the path, and
/// `modelEnd` 0.
struct RequestSummary
{
    std::string model;
    std::size_t modelBegin = 0; ///< of the model's JSON string in the body, quotes included, for splicing
    std::size_t modelEnd = 0;
    bool stream = false;
    bool includeUsage = false; ///< Chat
    bool hasTools = false;
    bool hasImages = false;
};

/// What one message of a stream (one SSE event) meant, beside the neutral events it gave.
struct MessageNature
{
    bool real = false; ///< first text, reasoning or argument delta, or a finished item: ends hold-back
    bool finishing =
        false; ///< from here on the answer waits until it is settled (Chat: the finish_reason chunk)
    bool terminal = false;  ///< the stream is over; what follows is ignored
    bool usageOnly = false; ///< Chat: a chunk that only tells usage; withheld from clients that did not ask
    std::size_t skimmedText = 0; ///< bytes of text that was passed on unread, so that no event told of it
};

/// Reads an upstream's answer, as messages of its stream or whole.
class AnswerReader
{
public:
    virtual ~AnswerReader() = default;
    /// `name` is the SSE event's name, "" where none was given. `data` has ByteBuffer::kPadding readable
    /// bytes behind it.
    virtual MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) = 0;
    /// A non-streamed answer's body (padded likewise), also where a stream had been asked for.
    virtual void whole(std::string_view body, ir::EventSink &sink) = 0;
    /// For who passes the bytes on as they are: the length of the text in a message that is nothing but a
    /// further piece of the block that is open, or 0 where it only repeats it, as far as that can be seen
    /// without reading. Nothing: it must be read.
    [[nodiscard]] virtual std::optional<std::size_t> skim(std::string_view name, std::string_view data) = 0;
    /// For the same: instead of the whole answer's events those that accounting needs, Start, one block,
    /// usage and Finish. False where it must be read; then nothing was emitted.
    [[nodiscard]] virtual bool skimWhole(std::string_view body, ir::EventSink &sink) = 0;
    /// The stream is over. Gives Finish, or Failure{StreamClosed} where no terminal message came.
    virtual void end(ir::EventSink &sink) = 0;
};

/// What the writer of an answer has to know of the request it answers.
struct AnswerContext
{
    std::string answerId;       ///< used where the upstream gave none
    std::string model;          ///< the name the client asked for
    std::int64_t createdAt = 0; ///< seconds since the epoch
    bool includeUsage = true;
    bool continues = false;               ///< its beginning was passed through: only what follows is written
    bool jsonArray = false;               ///< Gemini: not SSE but one JSON array in pieces
    const ir::Request *request = nullptr; ///< outlives the writer; null in tests
};

/// Writes an answer in the client's format. Streamed: each event appends bytes to `out`. Whole: they are
/// collected and `body` gives the document.
class AnswerWriter : public ir::EventSink
{
public:
    virtual ~AnswerWriter() = default;
    void setOut(std::string *out) { m_out = out; }
    /// A sign of life during silence, in a form this format's clients ignore; nothing where there is none.
    virtual void keepAlive() {}
    /// The whole answer's status and body; only for writers made for whole answers, after Finish or Failure.
    [[nodiscard]] virtual std::string body() = 0;
    /// What the answer held so far and this format has no place for, each once, for x-signalbox-dropped:
    /// "answer." and an item's type ("item" where it has none), or "citations".
    [[nodiscard]] const std::vector<std::string> &dropped() const { return m_dropped; }

protected:
    /// Of what a provider ran itself.
    void dropItem(RawJson item);
    void dropCitation() { drop("citations"); }

    std::string *m_out = nullptr;

private:
    void drop(std::string_view what);

    std::vector<std::string> m_dropped;
};

/// An error as a client of some surface gets it (CONTRACT of the gateway: one table per surface).
struct ApiError
{
    int status = 500;
    std::string type;
    std::string code;
    std::string message;
    std::string param;
};

/// Counting a request's tokens without answering it, for formats whose API can. Stateless.
class TokenCounting
{
public:
    virtual ~TokenCounting() = default;
    /// Behind the endpoint's prefix, with its slash; empty where the target's host does not count.
    [[nodiscard]] virtual std::string path(const Target &target) const = 0;
    /// The request to count, in this format's body for counting.
    [[nodiscard]] virtual Result<ir::Request> readRequest(const json::Document &document) const = 0;
    [[nodiscard]] virtual Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                              const Target &target) const = 0;
    /// InvalidInput where the body tells no count.
    [[nodiscard]] virtual Result<std::int64_t> readCount(std::string_view body) const = 0;
    [[nodiscard]] virtual std::string writeCount(std::int64_t tokens) const = 0;
};

/// One format's parts. Stateless; the one instance lives for ever.
class FormatCodec
{
public:
    virtual ~FormatCodec() = default;
    [[nodiscard]] virtual Format format() const = 0;
    /// What it asks for; where one body can ask for more than one task, the one that covers the other.
    [[nodiscard]] virtual Task task() const { return Task::Answer; }
    /// Where requests go, behind the endpoint's prefix: "/responses". With a query where one is needed.
    [[nodiscard]] virtual std::string path(const Target &target, bool stream) const = 0;
    [[nodiscard]] virtual Framing framing(const Target & /*target*/) const
    {
        return Framing::ServerSentEvents;
    }
    /// Null where the API cannot count.
    [[nodiscard]] virtual const TokenCounting *tokenCounting() const { return nullptr; }
    /// Wrong or repeated members that routing reads are InvalidInput; `document` holds the parsed body.
    [[nodiscard]] virtual Result<RequestSummary> summarize(const json::Document &document) const = 0;
    /// The body to pass on, for formats whose bodies may repeat the model that the path names; nothing where
    /// this one can go as it is.
    [[nodiscard]] virtual std::optional<std::string> renamed(const json::Document & /*document*/,
                                                             std::string_view /*model*/) const
    {
        return std::nullopt;
    }
    /// Whether the target's host takes bodies of this format's clients as they are.
    [[nodiscard]] virtual bool passesTo(const Target & /*target*/) const { return true; }
    [[nodiscard]] virtual Result<ir::Request> readRequest(const json::Document &document) const = 0;
    [[nodiscard]] virtual Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                              const Target &target) const = 0;
    [[nodiscard]] virtual std::unique_ptr<AnswerReader> answerReader(const Target &target) const = 0;
    [[nodiscard]] virtual std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context,
                                                                     bool streamed) const = 0;
    /// An upstream's error body (any status, also no JSON at all) in neutral words.
    [[nodiscard]] virtual ir::Failure readError(int status, std::string_view body) const = 0;
    [[nodiscard]] virtual std::string writeError(const ApiError &error) const = 0;
};

/// Null where the format cannot ask for the task. A format that has no vectors of its own shares those of
/// another one, which `format()` then tells.
[[nodiscard]] const FormatCodec *codecFor(Format format, Task task = Task::Answer);

} // namespace signalbox::wire
