#include "gateway/attempt.h"

#include "secrets/redact.h"
#include "wire/ir/refused_parameter.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

namespace signalbox::gateway {

namespace {

constexpr std::size_t kMostErrorBytes = 64 * 1024;
constexpr std::size_t kMostWholeBytes = 64 * 1024 * 1024;
/// Behind "finished" only a usage can be of interest; all of it is held until the request is settled.
constexpr std::size_t kMostBehindFinish = 1024 * 1024;
constexpr int kProxyAuthentication = 407;
constexpr int kBadRequest = 400;
constexpr int kUnprocessable = 422; // what FastAPI answers to wrong bodies

/// RFC 9110 section 10.2.3, the seconds form; the date form is not used by providers of models.
std::optional<double> retryAfterOf(const http::Fields &fields)
{
    const auto value = fields.value("retry-after");
    if (!value)
        return std::nullopt;
    double seconds = 0;
    const auto result = std::from_chars(value->data(), value->data() + value->size(), seconds);
    return result.ec == std::errc() && seconds >= 0 ? std::optional(seconds) : std::nullopt;
}

/// Whether a stream in the format's own framing follows. Small hosts answer a wish for one with a whole body.
bool isStream(const http::Fields &fields, wire::Framing framing)
{
    const auto type = fields.value("content-type");
    return type && type->starts_with(wire::mediaType(framing));
}

/// Identity was asked for, and nobody here takes anything else off an answer.
bool isCoded(const http::Fields &fields)
{
    const auto coding = fields.value("content-encoding");
    return coding && !coding->empty() && *coding != "identity";
}

/// A provider that answers, but not what was asked for.
AttemptFailure misanswer(std::string message, int status)
{
    AttemptFailure failure;
    failure.failure.kind = wire::ir::FailureKind::Server;
    failure.failure.message = std::move(message);
    failure.result = record::AttemptResult::StreamError;
    failure.httpStatus = status;
    return failure;
}

AttemptFailure failureOf(const Error &error)
{
    AttemptFailure failure;
    failure.failure.message = error.message;
    if (error.code == ErrorCode::Timeout) {
        failure.result = record::AttemptResult::TimedOut;
        failure.failure.kind = wire::ir::FailureKind::Timeout;
    } else {
        failure.result = record::AttemptResult::ConnectFailed;
        failure.failure.kind = wire::ir::FailureKind::StreamClosed;
    }
    return failure;
}

} // namespace

Attempt::Attempt(Owner &owner, const Clock &clock, const wire::FormatCodec &codec,
                 std::shared_ptr<const wire::Target> target, std::shared_ptr<const LineKey> key)
    : m_owner(owner), m_clock(clock), m_codec(codec), m_target(std::move(target)), m_key(std::move(key)),
      m_decoder(codec.framing(*m_target)), m_startedAt(clock.now())
{
}

Attempt::~Attempt() = default;

void Attempt::start(upstream::HttpClient &client, upstream::HttpRequest request,
                    const upstream::Deadlines &deadlines)
{
    m_call = client.start(std::move(request), deadlines, *this);
}

void Attempt::setPaused(bool paused)
{
    if (m_call)
        m_call->setPaused(paused);
}

void Attempt::onHead(const http::ResponseHead &head)
{
    m_firstByteAt = m_clock.now();
    m_status = head.status;
    m_retryAfter = retryAfterOf(head.fields);
    m_isCoded = isCoded(head.fields);
    if (m_status >= 300 && m_status < 400) {
        // Followed, the key would go to a host that nobody has configured.
        fail(misanswer("answered with a redirect, which is not followed", m_status));
        return;
    }
    if (m_status < 200 || m_status >= 300)
        return; // the body tells why
    if (m_isCoded) {
        fail(misanswer("answered in a content coding that was not asked for", m_status));
        return;
    }
    m_reader = m_codec.answerReader(*m_target);
    m_streamed = isStream(head.fields, m_codec.framing(*m_target));
    m_owner.onAccepted(m_streamed);
}

void Attempt::onBody(std::string_view bytes)
{
    if (m_ended)
        return;
    if (m_reader && m_streamed) {
        if (m_finishingSince)
            m_bytesBehindFinish += bytes.size();
        if (m_bytesBehindFinish > kMostBehindFinish) {
            finishStream();
            return;
        }
        m_decoder.lend(bytes);
        readBlocks();
        return;
    }
    if (m_reader) {
        if (bytes.size() > kMostWholeBytes - m_body.size())
            fail(misanswer("sent an answer that is too large", m_status));
        else
            m_body.append(bytes);
        return;
    }
    if (!m_isCoded) // packed, it could not be shown to anybody
        m_body.append(bytes.substr(0, kMostErrorBytes - m_body.size()));
    m_errorBytes += bytes.size();
    if (m_errorBytes >= kMostErrorBytes)
        finishError(); // whatever else it has to say
}

void Attempt::readBlocks()
{
    while (!m_ended) {
        const auto message = m_decoder.next();
        if (!message)
            break;
        readBlock(*message);
    }
    if (m_ended)
        return;
    if (const std::string_view problem = m_decoder.problem(); !problem.empty()) {
        fail(misanswer(std::string(problem), m_status));
        return;
    }
    m_owner.onReadDone();
}

void Attempt::readBlock(const wire::framing::Message &message)
{
    wire::MessageNature nature;
    const auto skimmed =
        message.hasData && m_owner.passesBytes() ? m_reader->skim(message.name, message.data) : std::nullopt;
    if (skimmed) {
        nature.real = true;
        nature.skimmedText = *skimmed;
    } else if (message.hasData) {
        nature = m_reader->message(message.name, message.data, *this);
    }
    if (m_streamFailure) {
        fail(*std::exchange(m_streamFailure, std::nullopt));
        return;
    }
    if (nature.finishing && !m_finishingSince)
        m_finishingSince = m_clock.now();
    m_owner.onBlock(message, nature);
    // What a provider says behind its terminal event is nothing of ours, and some leave the connection open
    // there.
    if (nature.terminal && !m_ended)
        finishStream();
}

void Attempt::finishStream()
{
    if (!m_finishSeen)
        m_reader->end(*this);
    if (m_streamFailure) {
        fail(*std::exchange(m_streamFailure, std::nullopt));
        return;
    }
    m_ended = true;
    m_owner.onAttemptDone();
}

void Attempt::finishWhole()
{
    if (m_body.isEmpty()) {
        fail(misanswer("answered with nothing", m_status));
        return;
    }
    if (!m_owner.passesBytes() || !m_reader->skimWhole(m_body.view(), *this))
        m_reader->whole(m_body.view(), *this);
    if (!m_streamFailure && !m_finishSeen)
        m_reader->end(*this);
    if (m_streamFailure) {
        fail(*std::exchange(m_streamFailure, std::nullopt));
        return;
    }
    m_owner.onWholeBody(m_body.view());
    m_ended = true;
    m_owner.onAttemptDone();
}

void Attempt::finishError()
{
    AttemptFailure failure;
    if (m_key) // before it is read: what is read is copied
        m_key->maskIn({m_body.data(), m_body.size()});
    failure.failure = m_codec.readError(m_status, m_body.view());
    if (m_status == kProxyAuthentication) { // no provider asks for this, and no client can give it
        failure.failure.kind = wire::ir::FailureKind::Server;
        failure.failure.message = "the proxy wants a user and password, or others than these";
    }
    if (!failure.failure.retryAfterSeconds)
        failure.failure.retryAfterSeconds = m_retryAfter;
    failure.httpStatus = m_status;
    if (m_status == kBadRequest || m_status == kUnprocessable)
        failure.refusedParameter = wire::ir::refusedParameter(m_body.view());
    if (m_status == kBadRequest)
        failure.failedCall = wire::ir::failedCall(m_body.view());
    fail(std::move(failure));
}

void Attempt::onEnd()
{
    if (m_ended)
        return;
    if (!m_reader) {
        finishError();
        return;
    }
    if (!m_streamed) {
        finishWhole();
        return;
    }
    if (const auto message = m_decoder.last())
        readBlock(*message);
    if (m_ended)
        return;
    finishStream();
}

void Attempt::onFailed(const Error &error)
{
    if (m_ended)
        return;
    if (m_reader && m_finishingSince) {
        finishStream(); // it had said that it was finished; only the usage may be missing
        return;
    }
    AttemptFailure failure = failureOf(error);
    failure.httpStatus = m_status;
    if (m_reader && failure.result == record::AttemptResult::ConnectFailed)
        failure.result = record::AttemptResult::StreamError;
    fail(std::move(failure));
}

void Attempt::checkUsageWait()
{
    if (!m_ended && m_finishingSince && m_clock.now() - *m_finishingSince > kUsageWait)
        finishStream();
}

void Attempt::fail(AttemptFailure failure)
{
    m_ended = true;
    for (std::string *text : {&failure.failure.message, &failure.failure.code, &failure.failure.type}) {
        if (m_key)
            m_key->maskIn(*text);
        *text = secrets::redact(*text); // of other keys than ours: a provider may be a gateway itself
    }
    m_owner.onAttemptFailed(failure);
}

void Attempt::on(const wire::ir::Event &event)
{
    if (const auto *update = std::get_if<wire::ir::UsageUpdate>(&event)) {
        m_usage = update->usage;
    } else if (std::holds_alternative<wire::ir::Finish>(event)) {
        m_finishSeen = true;
    } else if (const auto *failure = std::get_if<wire::ir::Failure>(&event)) {
        // Not passed on: whether the client hears of it is decided by what it has got already.
        m_streamFailure = AttemptFailure{*failure, record::AttemptResult::StreamError, m_status};
        return;
    }
    m_owner.onAnswerEvent(event);
}

} // namespace signalbox::gateway
