#pragma once

#include "base/clock.h"
#include "gateway/outbound.h"
#include "gateway/provider_line.h"
#include "upstream/http_client.h"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace signalbox::gateway {

/// Where an errand goes and what it says.
struct ErrandRequest
{
    std::shared_ptr<const ProviderLine> line; ///< never null
    upstream::HttpRequest http;               ///< without a body
    std::string body;
    std::shared_ptr<const Secret> secretBody{}; ///< instead of `body`, where it is one
    upstream::Deadlines deadlines;
    const FormatEndpoint *endpoint = nullptr; ///< in `line`; null: an address that wants no key
    const LineKey *key = nullptr;             ///< in `line`, that it is asked with; null: none

    /// Where a provider quotes the key, before that is read.
    void maskKey(std::span<char> answer) const
    {
        if (key != nullptr)
            key->maskIn(answer);
    }
};

/// A request of the gateway's own, for no client: a provider's test, its list of models. It takes the same
/// way to the provider as a client's (pool, TLS, proxy, headers, key), but is not routed, not tried again and
/// not in the ledger, whose rows are what clients asked for. Gateway thread; owned by the engine.
class Errand : protected upstream::CallListener
{
public:
    explicit Errand(ErrandRequest request) : m_request(std::move(request)) {}
    virtual ~Errand() = default;
    Errand(const Errand &) = delete;
    Errand &operator=(const Errand &) = delete;

    /// `over` is told once, from within a notice: the errand may be destroyed only after the turn.
    void start(upstream::HttpClient &client, const Clock &clock, std::function<void()> over)
    {
        m_clock = &clock;
        m_over = std::move(over);
        m_startedAt = clock.now();
        m_request.http.body = {m_request.secretBody ? m_request.secretBody->reveal() : m_request.body};
        if (m_request.endpoint != nullptr)
            signRequest(m_request.http, *m_request.endpoint, m_request.key, clock.wallNow());
        m_call = client.start(m_request.http, m_request.deadlines, *this);
    }
    [[nodiscard]] const ProviderLine &line() const { return *m_request.line; }
    [[nodiscard]] bool isOver() const { return m_isOver; }

protected:
    /// What comes after it is to be left unheard.
    void finish()
    {
        m_isOver = true;
        m_over();
    }
    [[nodiscard]] const ErrandRequest &request() const { return m_request; }
    [[nodiscard]] MonotonicTime now() const { return m_clock->now(); }
    [[nodiscard]] MonotonicTime startedAt() const { return m_startedAt; }
    [[nodiscard]] const upstream::Call *call() const { return m_call.get(); }

private:
    ErrandRequest m_request;
    const Clock *m_clock = nullptr;
    std::function<void()> m_over;
    std::unique_ptr<upstream::Call> m_call;
    MonotonicTime m_startedAt{};
    bool m_isOver = false;
};

} // namespace signalbox::gateway
