#include "gateway/token_count.h"

#include "gateway/outbound.h"
#include "wire/ir/usage_estimate.h"

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

namespace {

/// A count is a line; whatever is longer is none.
constexpr std::size_t kMostBytes = 64 * 1024;

} // namespace

std::unique_ptr<TokenCount> TokenCount::create(CountQuestion &question, const Candidate &candidate)
{
    const wire::TokenCounting *upstream =
        wire::codecFor(candidate.endpoint->format)->tokenCounting(); // plans hold built-in formats only
    if (upstream == nullptr || candidate.line->simulated)
        return nullptr;
    const std::string path = upstream->path(*candidate.target);
    if (path.empty())
        return nullptr;
    auto written = upstream->writeRequest(question.request, *candidate.target);
    if (!written)
        return nullptr;
    ErrandRequest request;
    request.line = candidate.line;
    request.deadlines = candidate.line->deadlines;
    request.deadlines.total = std::min<std::chrono::milliseconds>(request.deadlines.total, kPatience);
    request.endpoint = candidate.endpoint;
    request.key = candidate.key;
    request.http.endpoint = candidate.endpoint->endpoint;
    request.http.target = candidate.endpoint->target(path, candidate.target->model);
    request.http.fields.add("Content-Type", "application/json");
    request.http.fields.add("Accept", "application/json");
    addProviderFields(request.http.fields, *candidate.line, candidate.key);
    for (const auto &[name, value] : written->fields)
        request.http.fields.add(name, value);
    request.body = std::move(written->body);
    return std::unique_ptr<TokenCount>(new TokenCount(std::move(request), std::move(question), *upstream));
}

TokenCount::TokenCount(ErrandRequest request, CountQuestion question, const wire::TokenCounting &upstream)
    : Errand(std::move(request)), m_question(std::move(question)), m_upstream(upstream)
{
    m_question.exchange->setListener(this);
}

TokenCount::~TokenCount()
{
    if (m_question.exchange != nullptr)
        m_question.exchange->setListener(nullptr);
}

void TokenCount::onBody(std::string_view bytes)
{
    if (bytes.size() <= kMostBytes - m_body.size())
        m_body += bytes;
    else
        m_status = 0;
}

void TokenCount::onEnd()
{
    answer(m_status == 200 ? m_upstream.readCount(m_body) : fail(ErrorCode::Unavailable, "no count"));
}

void TokenCount::onFailed(const Error &error)
{
    answer(std::unexpected(error));
}

void TokenCount::answer(Result<std::int64_t> counted)
{
    if (isOver())
        return;
    if (http::Exchange *exchange = std::exchange(m_question.exchange, nullptr)) {
        exchange->setListener(nullptr);
        exchange->respond(counted ? countAnswer(*m_question.counting, *counted, false, m_question.requestId)
                                  : estimatedCount(m_question));
    }
    finish();
}

http::Response estimatedCount(const CountQuestion &question)
{
    return countAnswer(*question.counting, wire::ir::estimateInput(question.request), true,
                       question.requestId);
}

} // namespace signalbox::gateway
