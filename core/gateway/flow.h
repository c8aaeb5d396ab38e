#pragma once

#include "base/clock.h"
#include "gateway/answer_gate.h"
#include "gateway/attempt.h"
#include "gateway/candidate.h"
#include "gateway/client_facts.h"
#include "gateway/outbound.h"
#include "gateway/refusal.h"
#include "gateway/refused_parameters.h"
#include "gateway/surface.h"
#include "governance/key_ring.h"
#include "http/server.h"
#include "record/request_record.h"
#include "wire/format.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::gateway {

class AnswerTranslation;

/// What a plan for one request is: tries in order, and why.
struct AttemptPlan
{
    std::vector<Candidate> candidates;
    std::vector<record::RouteStep> trace;
    std::string virtualModel; ///< empty where the client named a provider's model
};

/// What a flow asks of the engine that runs it. One per engine, gateway thread.
class FlowHost
{
public:
    [[nodiscard]] virtual const Clock &clock() const = 0;
    /// Which providers to try for this request, or why none.
    [[nodiscard]] virtual std::expected<AttemptPlan, Refusal> plan(const wire::RequestSummary &summary,
                                                                   const ClientFacts &client,
                                                                   const governance::KeyIdentity &key,
                                                                   const wire::FormatCodec &inbound) = 0;
    [[nodiscard]] virtual upstream::HttpClient &clientFor(const ProviderLine &line) = 0;
    [[nodiscard]] virtual record::Cost costOf(const record::Usage &usage, const ProviderLine &line,
                                              const std::string &model) = 0;
    /// An attempt begins or has ended: shares, breakers and metrics.
    virtual void noteAttemptStarted(const std::string &virtualModel, const Candidate &candidate,
                                    bool first) = 0;
    virtual void noteAttemptEnded(const Candidate &candidate, record::AttemptResult result) = 0;
    /// The provider does not know whose request it is.
    virtual void noteKeyRefused(const LineKey &key) = 0;
    /// Keeps the record; the flow's onSettled follows, always, within about 300 ms.
    virtual void settle(class Flow &flow, std::shared_ptr<const record::RequestRecord> record) = 0;
    /// Calls `work` on the flow after `delay`, unless the flow is gone by then.
    virtual void later(class Flow &flow, std::chrono::milliseconds delay, std::function<void()> work) = 0;
    /// Destroys what may still be on the call stack, once it is not.
    virtual void bury(std::unique_ptr<Attempt> attempt) = 0;
    /// What hosts have refused to take.
    [[nodiscard]] virtual RefusedParameters &refusedParameters() = 0;
    /// A number in [0, 1), for jitter.
    [[nodiscard]] virtual double chance() = 0;
    /// The flow is over and may be destroyed once the stack is left.
    virtual void ended(class Flow &flow) = 0;

protected:
    ~FlowHost() = default;
};

/// One model call on its way through the gateway: read, plan, try and try again, write, settle. Each stage is
/// a function below, in the order in which they run. Lives on the gateway thread, owned by the engine;
/// outlives its exchange when the client leaves.
class Flow final : private http::Exchange::Listener, private Attempt::Owner
{
public:
    /// After the upstream has accepted, the client waits at most this long for a first byte.
    static constexpr std::chrono::seconds kMostHeldTime{20};
    /// Silence after which a stream shows a sign of life. Codex gives up after 300 s without data.
    static constexpr std::chrono::seconds kKeepAlive{15};

    Flow(FlowHost &host, http::Exchange &exchange, Route route, governance::KeyIdentity key,
         std::string requestId);
    ~Flow();
    Flow(const Flow &) = delete;
    Flow &operator=(const Flow &) = delete;

    void start();
    /// Several times a second: hold-back time, keep-alive, usage wait.
    void tick();
    /// The record is kept (or could not be): the answer may end.
    void onSettled();
    /// The gateway stops now: the client gets an honest end.
    void abandon();

    [[nodiscard]] const record::RequestRecord &record() const { return m_record; }
    /// The same, for who keeps it. It does not change any more once it was given to be settled.
    [[nodiscard]] std::shared_ptr<const record::RequestRecord> sharedRecord() const { return m_shared; }
    /// How long the answer's end waited for its row.
    [[nodiscard]] std::chrono::microseconds settleWait() const { return m_settleWait; }
    [[nodiscard]] bool isStreaming() const { return m_gate && m_gate->isOpen(); }

private:
    // Stages
    [[nodiscard]] std::optional<Refusal> readSummary();
    [[nodiscard]] std::optional<Refusal> readRequest();
    void startAttempt();
    void retryOrFail(const AttemptFailure &failure);
    /// Whether the same target is to be asked again without what it has refused; remembers what that is.
    [[nodiscard]] bool learnFrom(const AttemptFailure &failure);
    /// Answers with a call that the provider refused; false where no tool has that name.
    [[nodiscard]] bool answerWith(const wire::ir::FailedCall &call);
    void openGate();
    /// Codex shows nothing of a refusal part: what would pass through is written anew, with the words as
    /// text.
    void estimateUsage();
    void translateRefusal();
    void settleDone();
    void settleRefused(Refusal refusal);
    void settleCut(const AttemptFailure &failure);
    void settle();

    // Attempt::Owner
    void onAccepted(bool streamed) override;
    [[nodiscard]] bool passesBytes() const override { return !m_translation; }
    void onAnswerEvent(const wire::ir::Event &event) override;
    void onBlock(const wire::framing::Message &message, const wire::MessageNature &nature) override;
    void onWholeBody(std::string_view body) override;
    void onReadDone() override;
    void onAttemptDone() override;
    void onAttemptFailed(const AttemptFailure &failure) override;

    // http::Exchange::Listener
    void onClientGone() override;
    void onSendable() override;

    [[nodiscard]] std::unique_ptr<wire::AnswerWriter> makeWriter(bool streamed);
    [[nodiscard]] Inbound inbound() const;
    [[nodiscard]] http::Fields answerFields(bool streamed) const;
    [[nodiscard]] std::string routeField() const;
    [[nodiscard]] Refusal refusalFor(const AttemptFailure &failure) const;
    [[nodiscard]] const Candidate &current() const { return m_plan.candidates[m_index]; }
    void noteAttempt(record::AttemptResult result, int status, const std::string &error);
    void dropAttempt();

    /// Time that the gateway itself spends on this request, for signalbox_overhead_seconds.
    class Work;

    FlowHost &m_host;
    http::Exchange *m_exchange; // null once the client has left
    const Route m_route;
    const governance::KeyIdentity m_key;
    const wire::FormatCodec *m_codec;
    wire::json::Document m_document;
    wire::RequestSummary m_summary;
    std::optional<wire::ir::Request> m_request;
    ClientFacts m_client;
    AttemptPlan m_plan;
    std::size_t m_index = 0;
    int m_triesOfTarget = 0;
    bool m_hasLeftOut = false; // the target was asked again without a parameter that it refused
    Outbound m_outbound;
    std::unique_ptr<Attempt> m_attempt;
    std::unique_ptr<AnswerTranslation> m_translation; // of the running attempt; null where bytes pass through
    std::optional<AnswerGate> m_gate;
    std::string m_wholeBody;
    std::optional<Refusal> m_refusal;
    const bool m_wantsArray = false; // Gemini's stream as one JSON array in pieces
    std::shared_ptr<record::RequestRecord> m_shared = std::make_shared<record::RequestRecord>();
    record::RequestRecord &m_record = *m_shared;
    std::chrono::microseconds m_settleWait{0};
    MonotonicTime m_arrived;
    MonotonicTime m_attemptStarted;
    std::optional<MonotonicTime> m_acceptedAt;
    MonotonicTime m_lastSent;
    std::optional<MonotonicTime> m_settleStarted;
    bool m_answerIsStream = false; // the client gets a stream
    bool m_upstreamIsStream = false;
    bool m_contentSeen = false;
    std::size_t m_vectors = 0;                     // that an answer held
    std::size_t m_answerBytes = 0;                 // of text, as JSON writes it
    std::optional<record::Usage> m_estimatedUsage; // where the provider told none
    std::string m_upstreamAnswerId;
    bool m_paused = false;
    bool m_settling = false;
    bool m_over = false;
};

} // namespace signalbox::gateway
