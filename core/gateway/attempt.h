#pragma once

#include "base/clock.h"
#include "gateway/provider_line.h"
#include "record/request_record.h"
#include "upstream/http_client.h"
#include "wire/format.h"
#include "wire/framing/stream_decoder.h"
#include "wire/ir/failed_call.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::gateway {

/// How an attempt ended badly, with what is needed to decide what comes next.
struct AttemptFailure
{
    wire::ir::Failure failure;
    record::AttemptResult result = record::AttemptResult::HttpError;
    int httpStatus = 0;
    /// That the provider says it does not take; empty: it says no such thing.
    std::string refusedParameter = {};
    /// Of the client's request, where that cannot be said to this provider: the parameter's name.
    std::string untranslated = {};
    /// What the model had called, where its host refused the call.
    std::optional<wire::ir::FailedCall> failedCall = {};
};

/// One try at a provider: sends the request, takes the answer's framing off, and reads it into the neutral
/// form, which is all it knows of the way back. What arrives is told to its owner, who decides what the
/// client gets. Gateway thread; owned by its flow, which may destroy it from within a notice only through
/// `deleteLater`-like care: it drops it at the end of the turn.
class Attempt final : private upstream::CallListener, private wire::ir::EventSink
{
public:
    /// Hears how the attempt goes. Neutral events come between `onBlock` calls.
    class Owner
    {
    public:
        /// The provider has accepted: status 2xx. `streamed`: a stream of events follows, else one whole
        /// body.
        virtual void onAccepted(bool streamed) = 0;
        /// Whether what comes is passed on as it is, so that it need be read for accounting alone.
        [[nodiscard]] virtual bool passesBytes() const = 0;
        virtual void onAnswerEvent(const wire::ir::Event &event) = 0;
        /// One block of the stream as it came, after its neutral events.
        virtual void onBlock(const wire::framing::Message &message, const wire::MessageNature &nature) = 0;
        /// A whole answer as it came, after its neutral events.
        virtual void onWholeBody(std::string_view body) = 0;
        /// One read of the provider has been worked through: what was lent of its blocks dies now.
        virtual void onReadDone() = 0;
        /// The answer is complete: its Finish was told.
        virtual void onAttemptDone() = 0;
        virtual void onAttemptFailed(const AttemptFailure &failure) = 0;

    protected:
        ~Owner() = default;
    };

    /// How long a Chat stream may take to tell its usage after it said that it is finished.
    static constexpr std::chrono::seconds kUsageWait{2};

    /// `key` is what the provider is asked with, null for none: where it quotes it, nobody gets to see it.
    Attempt(Owner &owner, const Clock &clock, const wire::FormatCodec &codec,
            std::shared_ptr<const wire::Target> target, std::shared_ptr<const LineKey> key);
    ~Attempt();
    Attempt(const Attempt &) = delete;
    Attempt &operator=(const Attempt &) = delete;

    void start(upstream::HttpClient &client, upstream::HttpRequest request,
               const upstream::Deadlines &deadlines);
    void setPaused(bool paused);
    /// Whether a stream said it was finished and has told nothing since for too long: then it is taken as it
    /// stands.
    void checkUsageWait();

    [[nodiscard]] const std::optional<record::Usage> &usage() const { return m_usage; }
    [[nodiscard]] std::optional<MonotonicTime> firstByteAt() const { return m_firstByteAt; }
    [[nodiscard]] MonotonicTime startedAt() const { return m_startedAt; }
    [[nodiscard]] int httpStatus() const { return m_status; }

private:
    void onHead(const http::ResponseHead &head) override;
    void onBody(std::string_view bytes) override;
    void onEnd() override;
    void onFailed(const Error &error) override;
    void on(const wire::ir::Event &event) override;

    void readBlocks();
    void readBlock(const wire::framing::Message &message);
    void finishStream();
    void finishWhole();
    void finishError();
    void fail(AttemptFailure failure);

    Owner &m_owner;
    const Clock &m_clock;
    const wire::FormatCodec &m_codec;
    std::shared_ptr<const wire::Target> m_target;
    const std::shared_ptr<const LineKey> m_key;
    std::unique_ptr<wire::AnswerReader> m_reader;
    std::unique_ptr<upstream::Call> m_call;
    wire::framing::StreamDecoder m_decoder;
    ByteBuffer m_body; // a whole answer's, or an error's
    std::optional<record::Usage> m_usage;
    std::optional<double> m_retryAfter;
    std::optional<MonotonicTime> m_firstByteAt;
    std::optional<MonotonicTime> m_finishingSince;
    MonotonicTime m_startedAt;
    std::size_t m_bytesBehindFinish = 0;
    std::size_t m_errorBytes = 0;
    int m_status = 0;
    bool m_isCoded = false; // with a content coding that was not asked for
    bool m_streamed = false;
    bool m_ended = false; // done or failed was told
    bool m_finishSeen = false;
    std::optional<AttemptFailure> m_streamFailure;
};

} // namespace signalbox::gateway
