#pragma once

#include "gateway/providers/errand.h"

#include <functional>
#include <string>
#include <utility>

namespace signalbox::gateway {

/// One document asked for with GET, whole: a list of models. Gateway thread.
class DocumentFetch final : public Errand
{
public:
    struct Document
    {
        int status = 0;
        std::string body;
    };
    using Done = std::function<void(Result<Document>)>; ///< on the gateway thread

    DocumentFetch(ErrandRequest request, Done done) : Errand(std::move(request)), m_done(std::move(done)) {}

private:
    /// OpenRouter's list, the longest known, has 700 kB.
    static constexpr std::size_t kMostBytes = 16 * 1024 * 1024;

    void onHead(const http::ResponseHead &head) override { m_document.status = head.status; }
    void onBody(std::string_view bytes) override
    {
        if (isOver())
            return;
        if (bytes.size() > kMostBytes - m_document.body.size())
            tell(fail(ErrorCode::TooLarge, "the answer is larger than 16 MiB"));
        else
            m_document.body += bytes;
    }
    void onEnd() override
    {
        if (m_document.status >= 300)
            request().maskKey(m_document.body);
        tell(std::move(m_document));
    }
    void onFailed(const Error &error) override { tell(std::unexpected(error)); }

    void tell(Result<Document> result)
    {
        if (isOver())
            return;
        std::exchange(m_done, nullptr)(std::move(result));
        finish();
    }

    Document m_document;
    Done m_done;
};

} // namespace signalbox::gateway
