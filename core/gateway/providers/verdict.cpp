#include "gateway/providers/verdict.h"

#include "secrets/redact.h"

namespace signalbox::gateway {

namespace {

using Verdict = control::ProviderTest::Verdict;
using wire::ir::FailureKind;

constexpr std::size_t kMostQuoted = 300;
constexpr int kProxyAuthentication = 407;

Verdict verdictOf(const Error &error, const ProbeOutcome &outcome)
{
    if (error.code == ErrorCode::Timeout)
        return Verdict::TimedOut;
    if (error.code == ErrorCode::InvalidInput)
        return Verdict::NoSecret; // the head could not be written: a key with a line end in it
    return outcome.sent ? Verdict::ProviderError : Verdict::Unreachable;
}

Verdict verdictOf(const wire::ir::Failure &failure, int status)
{
    if (status == kProxyAuthentication)
        return Verdict::Unreachable;
    switch (failure.kind) {
    case FailureKind::Auth:
    case FailureKind::Forbidden:
        return Verdict::RefusedKey;
    case FailureKind::NotFound:
        return Verdict::RefusedModel;
    case FailureKind::RateLimited:
    case FailureKind::QuotaExceeded:
        return Verdict::TooMany;
    case FailureKind::Timeout:
        return Verdict::TimedOut;
    case FailureKind::BadRequest:
    case FailureKind::ContextTooLong:
    case FailureKind::TooLarge:
    case FailureKind::Policy:
        return Verdict::RefusedOther;
    case FailureKind::Overloaded:
    case FailureKind::Server:
    case FailureKind::StreamClosed:
        break;
    }
    return Verdict::ProviderError;
}

/// What a person can do about it.
std::string advice(Verdict verdict, const control::ProviderTest &test, const ProbeOutcome &outcome)
{
    switch (verdict) {
    case Verdict::Unreachable:
        if (outcome.status == kProxyAuthentication)
            return "The proxy wants a user and password, or others than these: write them into \"proxy\".";
        return "Check the address (base_url), the network, the proxy setting and, for https, the "
               "certificate.";
    case Verdict::RefusedKey:
        return "The provider does not take this key. Check that it was copied whole, has not been revoked, "
               "belongs to this provider and may use \"" +
               test.model + "\".";
    case Verdict::RefusedModel:
        return "There is no \"" + test.model +
               "\" for this key. Fetch the provider's list of models, or check the path of base_url.";
    case Verdict::TooMany:
        return "The account has no room: too many requests just now, or no credit. Wait, or look at the "
               "provider's billing page.";
    case Verdict::RefusedOther:
        return "The provider does not like the request. Its entry may name another format (wire) or address "
               "than the host speaks.";
    case Verdict::TimedOut:
        return "Nothing came in time. Try again; where the host is slow on purpose, raise its timeouts.";
    case Verdict::ProviderError:
        return "The failure is the provider's. Try again later, or look at its status page.";
    case Verdict::NoSecret:
        return "Set the key anew.";
    case Verdict::NoModel:
    case Verdict::NotSupported:
    case Verdict::Answered:
        break;
    }
    return {};
}

} // namespace

std::string quoted(std::string_view text, const LineKey *key)
{
    std::string line(text.substr(0, 4 * kMostQuoted));
    for (char &c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    }
    if (key != nullptr)
        key->maskIn(line);
    line = secrets::redact(line);
    if (line.size() > kMostQuoted) {
        std::size_t end = kMostQuoted;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80)
            --end;
        line.resize(end);
        line += "…";
    }
    return line;
}

void judge(const ProbeOutcome &outcome, const LineKey *key, control::ProviderTest &test)
{
    test.status = outcome.status;
    test.connected = outcome.connected;
    test.firstToken = outcome.firstToken;
    test.total = outcome.total;
    test.said = outcome.said;
    if (!outcome.broken && !outcome.refused) {
        test.verdict = Verdict::Answered;
        return;
    }
    std::string what;
    if (outcome.broken) {
        test.verdict = verdictOf(*outcome.broken, outcome);
        what = outcome.broken->message;
    } else {
        test.verdict = verdictOf(*outcome.refused, outcome.status);
        what = outcome.refused->message;
    }
    what = quoted(what, key);
    const bool isError = outcome.status >= 300;
    test.problem = isError ? "HTTP " + std::to_string(outcome.status) + (what.empty() ? "" : ": ") : "";
    test.problem += what;
    if (!test.problem.empty() && !test.problem.ends_with('.') && !test.problem.ends_with("…"))
        test.problem += '.';
    test.problem += (test.problem.empty() ? "" : " ") + advice(test.verdict, test, outcome);
}

} // namespace signalbox::gateway
