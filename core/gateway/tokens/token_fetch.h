#pragma once

#include "gateway/providers/errand.h"
#include "gateway/tokens/account.h"

#include <functional>
#include <utility>

namespace signalbox::gateway {

/// Asks a token service once. An errand like a provider's test: it goes by the same TLS and proxy, redirects
/// are not followed, and heads and bodies lie in memory that is wiped. Gateway thread.
class TokenFetch final : public Errand
{
public:
    using Done = std::function<void(Result<AccessToken>)>; ///< on the gateway thread

    TokenFetch(ErrandRequest request, Done done) : Errand(std::move(request)), m_done(std::move(done)) {}

private:
    /// A token is a few kilobytes; whatever is longer is none.
    static constexpr std::size_t kMostBytes = 64 * 1024;

    void onHead(const http::ResponseHead &head) override { m_status = head.status; }
    void onBody(std::string_view bytes) override
    {
        if (isOver())
            return;
        if (bytes.size() > kMostBytes - m_body.size())
            tell(fail(ErrorCode::Unavailable, "the token service's answer is longer than any token"));
        else
            m_body += bytes;
    }
    void onEnd() override
    {
        if (m_status != 200)
            request().maskKey(m_body);
        tell(readTokenAnswer(m_status, m_body));
    }
    void onFailed(const Error &error) override
    {
        tell(fail(error.code, "the token service cannot be asked: " + error.message));
    }

    void tell(Result<AccessToken> result)
    {
        if (isOver())
            return;
        std::exchange(m_done, nullptr)(std::move(result));
        finish();
    }

    Done m_done;
    WipedText m_body;
    int m_status = 0;
};

} // namespace signalbox::gateway
