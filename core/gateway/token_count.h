#pragma once

#include "gateway/candidate.h"
#include "gateway/operations.h"
#include "gateway/providers/errand.h"
#include "http/server.h"
#include "wire/format.h"

#include <cstdint>
#include <memory>
#include <string>

namespace signalbox::gateway {

/// A client's question how many tokens a request has.
struct CountQuestion
{
    http::Exchange *exchange = nullptr;
    const wire::TokenCounting *counting = nullptr; ///< of the client's format
    wire::ir::Request request;
    std::string requestId;
};

/// Asks the provider that would answer the request to count it, where its API can; else, or where it does not
/// answer, the client gets an estimate by the length of the text, and is told so. Nothing is generated, so
/// the ledger has no row of it. Gateway thread; owned by the engine.
class TokenCount final : public Errand, private http::Exchange::Listener
{
public:
    /// How long a client waits for a number before it gets an estimate.
    static constexpr std::chrono::seconds kPatience{10};

    /// Null where the provider cannot be asked: then estimate.
    [[nodiscard]] static std::unique_ptr<TokenCount> create(CountQuestion &question,
                                                            const Candidate &candidate);
    ~TokenCount() override;

private:
    TokenCount(ErrandRequest request, CountQuestion question, const wire::TokenCounting &upstream);

    void onHead(const http::ResponseHead &head) override { m_status = head.status; }
    void onBody(std::string_view bytes) override;
    void onEnd() override;
    void onFailed(const Error &error) override;
    void onClientGone() override { m_question.exchange = nullptr; }
    void onSendable() override {}
    void answer(Result<std::int64_t> counted);

    CountQuestion m_question;
    const wire::TokenCounting &m_upstream;
    std::string m_body;
    int m_status = 0;
};

/// The estimate as an answer.
[[nodiscard]] http::Response estimatedCount(const CountQuestion &question);

} // namespace signalbox::gateway
