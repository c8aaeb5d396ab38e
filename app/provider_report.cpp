#include "app/provider_report.h"

#include "admin/provider_json.h"
#include "app/report.h"

#include <algorithm>
#include <cstdio>

namespace signalbox::app {

namespace {

std::string keysOf(const control::ProviderView &view)
{
    std::string text;
    for (const control::ProviderKeyView &key : view.keys) {
        const std::string state = !key.enabled ? "off" : key.usable ? "ok" : "no secret";
        text += (text.empty() ? "" : ", ") + key.id + " (" + state + ')';
    }
    return text.empty() ? "none" : text;
}

std::string milliseconds(const std::optional<std::chrono::microseconds> &time)
{
    if (!time)
        return "–";
    char text[32];
    std::snprintf(text, sizeof text, "%.0f ms", static_cast<double>(time->count()) / 1000.0);
    return text;
}

} // namespace

std::string providersText(const std::vector<control::ProviderView> &views)
{
    if (views.empty())
        return "No providers are configured.\n";
    std::vector<std::vector<std::string>> rows{{"id", "kind", "formats", "models", "keys", "state"}};
    for (const control::ProviderView &view : views) {
        std::string wire;
        for (const std::string &format : view.wire)
            wire += (wire.empty() ? "" : ",") + format;
        const std::string state = !view.enabled ? "off" : view.problem.empty() ? "ok" : view.problem;
        rows.push_back({view.id, view.kind, wire.empty() ? "–" : wire, std::to_string(view.models),
                        keysOf(view), state});
    }
    return table(rows, {false, false, false, true, false, false});
}

std::string testText(const control::ProviderTest &test)
{
    using Verdict = control::ProviderTest::Verdict;
    std::string name = test.provider + (test.key.empty() ? "" : '/' + test.key);
    std::string verdict(admin::toString(test.verdict));
    std::ranges::replace(verdict, '_', ' ');
    if (test.verdict != Verdict::Answered)
        return "FAIL  " + name + ": " + verdict + (test.model.empty() ? "" : " (" + test.model + ')') +
               "\n      " + test.problem + '\n';
    std::string text = "ok    " + name + ": " + test.model + ", connected " + milliseconds(test.connected) +
                       ", first token " + milliseconds(test.firstToken) + ", whole answer " +
                       milliseconds(test.total);
    if (test.cost)
        text += ", $" + test.cost->toDecimal();
    return text + '\n';
}

} // namespace signalbox::app
