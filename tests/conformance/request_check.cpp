#include "checks.h"
#include "losses.h"
#include "targets.h"
#include "written_request.h"

#include <algorithm>

namespace signalbox::conformance {

namespace {

using wire::Format;

/// Rows of the matrix that a request belongs to by what it says itself.
void addScenarios(const RequestMeaning &meaning, std::set<std::string_view> &scenarios)
{
    const auto holdsMedia = [&](std::string_view kind) {
        return std::ranges::any_of(meaning.media,
                                   [&](const std::string &media) { return media.starts_with(kind); });
    };
    const std::pair<std::string_view, bool> rows[]{
        {"tools", !meaning.tools.empty() || !meaning.calls.empty()},
        {"freeform tools",
         std::ranges::any_of(meaning.tools, [](const auto &tool) { return !tool.second.isFunction; })},
        {"images", holdsMedia("image")},
        {"files and sounds", holdsMedia("file") || holdsMedia("audio")},
        {"structured output", meaning.settings.contains("output")},
        {"reasoning", meaning.settings.contains("reasoning")},
        {"signatures", !meaning.thoughts.empty()},
        {"cache", meaning.cacheMarks > 0 || meaning.settings.contains("prompt_cache_key")},
        {"stop reasons", meaning.settings.contains("stop")}};
    for (const auto &[name, applies] : rows) {
        if (applies)
            scenarios.insert(name);
    }
}

/// Members of a request that say nothing which another format has to keep, or that the target decides.
const std::vector<std::string_view> kTargetsOwn{"model", "stream_options", "role", "tool_choice", "include"};

class RequestCheck
{
public:
    RequestCheck(const Exchange &exchange, Format to, const Tampering &tamper)
        : m_exchange(exchange), m_to(to), m_tamper(tamper), m_read(exchange.format, exchange.request)
    {
        m_outcome = {.check = "request", .file = exchange.file, .client = exchange.format, .upstream = to};
    }

    Outcome run()
    {
        m_outcome.scenarios = {"text"};
        if (!m_read.request) {
            failed("reads", "a request", describe(m_read.request.error()));
            return std::move(m_outcome);
        }
        const RequestMeaning wanted = meaningOf(*m_read.request);
        addScenarios(wanted, m_outcome.scenarios);
        const wire::Target target = m_to == m_exchange.format
                                        ? targetFor(m_exchange.provider, m_to, m_exchange.model)
                                        : usualTarget(m_to);
        const auto written = wire::codecFor(m_to)->writeRequest(*m_read.request, target);
        if (!written) {
            refused(written.error());
            return std::move(m_outcome);
        }
        const std::string body = m_tamper ? m_tamper(written->body) : written->body;
        const auto found = readWritten(m_to, body);
        if (!found) {
            failed("reads back", "a request", describe(found.error()));
            return std::move(m_outcome);
        }
        for (const Difference &difference : differences(wanted, *found))
            judge(difference, written->dropped);
        if (m_to == m_exchange.format)
            compareStrings(body, written->dropped);
        return std::move(m_outcome);
    }

private:
    void failed(std::string_view what, std::string_view wanted, std::string_view found)
    {
        m_outcome.failures.push_back(inWords(what, wanted, found));
    }

    void refused(const Error &error)
    {
        const Loss *rule = allowedRefusal(error.message);
        if (m_to == m_exchange.format && (rule == nullptr || rule->id != "refused-n"))
            rule = nullptr; // several answers pass where nothing has to be translated
        if (rule != nullptr)
            m_outcome.losses.insert(rule->id);
        else
            failed("is refused", "a request", describe(error));
    }

    void judge(const Difference &difference, const std::vector<std::string> &dropped)
    {
        if (isNoted(difference, dropped))
            m_outcome.losses.insert(notedLoss().id);
        else if (const Loss *rule = allowedLoss(difference, m_exchange.format, m_to))
            m_outcome.losses.insert(rule->id);
        else
            failed(difference.what, difference.wanted, difference.found);
    }

    /// What no reader knows must arrive all the same where the format stays.
    void compareStrings(const std::string &body, std::vector<std::string> dropped)
    {
        std::vector<std::string_view> except = kTargetsOwn;
        except.insert(except.end(), dropped.begin(), dropped.end());
        for (const Difference &difference : lostStrings(Json::parse(m_exchange.request, nullptr, false),
                                                        Json::parse(body, nullptr, false), except))
            judge(difference, dropped);
    }

    const Exchange &m_exchange;
    const Format m_to;
    const Tampering &m_tamper;
    const ReadRequest m_read;
    Outcome m_outcome;
};

} // namespace

std::vector<Outcome> checkRequest(const Exchange &exchange, const Tampering &tamper)
{
    std::vector<Outcome> outcomes;
    if (exchange.request.empty() || std::ranges::find(kClients, exchange.format) == kClients.end())
        return outcomes;
    if (exchange.status >= 400 && exchange.status < 500)
        return outcomes; // its provider refused it
    for (const Format upstream : kUpstreams)
        outcomes.push_back(RequestCheck(exchange, upstream, tamper).run());
    return outcomes;
}

} // namespace signalbox::conformance
