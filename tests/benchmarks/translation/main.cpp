// What it costs to read a request or an answer in one format and write it in another, for every pair of a
// client's and a provider's format. Prints one JSON document: the thread's CPU time, medians of rounds that
// alternate between the pairs. bench_translation [ROUNDS [CLIENT UPSTREAM]], one pair for a profiler
#include "requests.h"
#include "streams.h"
#include "targets.h"

#include "gateway/answer_translation.h"
#include "wire/framing/stream_decoder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <time.h>
#include <vector>

using namespace signalbox;
using conformance::kClients;
using conformance::kUpstreams;
using wire::Format;

namespace {

constexpr std::size_t kReadBytes = 16 * 1024; // that arrive at once at full speed
constexpr double kBatchSeconds = 0.01;

double threadSeconds()
{
    timespec cpu{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    return static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) / 1e9;
}

/// µs of one call: as many calls as a batch takes.
double cost(const std::function<void()> &once)
{
    const double start = threadSeconds();
    double spent = 0;
    int calls = 0;
    do {
        once();
        ++calls;
        spent = threadSeconds() - start;
    } while (spent < kBatchSeconds);
    return spent * 1e6 / calls;
}

/// Indexed, checked, read and written for the provider, as after a failover to another format.
void rewriteRequest(const bench::PaddedBody &body, Format client, const wire::Target &target, Format upstream)
{
    wire::json::Document document;
    if (!document.parse(body.view()))
        throw std::runtime_error("no JSON");
    const auto request = wire::codecFor(client)->readRequest(document);
    if (!request)
        throw std::runtime_error(request.error().message);
    const auto written = wire::codecFor(upstream)->writeRequest(*request, target);
    if (!written)
        throw std::runtime_error(written.error().message);
}

class Into final : public wire::ir::EventSink
{
public:
    explicit Into(gateway::AnswerTranslation &translation) : m_translation(translation) {}
    void on(const wire::ir::Event &event) override
    {
        m_failed = m_failed || std::holds_alternative<wire::ir::Failure>(event);
        m_translation.on(event);
    }
    [[nodiscard]] bool hasFailed() const { return m_failed; }

private:
    gateway::AnswerTranslation &m_translation;
    bool m_failed = false;
};

/// The provider's bytes become the client's, read by read. Gives the number of the provider's events.
int rewriteStream(std::string_view bytes, Format upstream, const wire::Target &target, Format client)
{
    wire::ir::Request request;
    request.source = client;
    request.stream = true;
    gateway::AnswerTranslation translation(
        request, upstream, target,
        wire::codecFor(client)->answerWriter({.answerId = "answer-1", .model = "coder", .request = &request},
                                             true));
    std::string out;
    translation.writer().setOut(&out);
    Into sink(translation);
    const auto &codec = *wire::codecFor(upstream);
    const auto reader = codec.answerReader(target);
    wire::framing::StreamDecoder decoder(codec.framing(target));
    int events = 0;
    for (std::size_t at = 0; at < bytes.size(); at += kReadBytes) {
        decoder.feed(bytes.substr(at, kReadBytes));
        while (const auto message = decoder.next()) {
            if (!message->hasData)
                continue;
            reader->message(message->name, message->data, sink);
            ++events;
        }
        out.clear(); // sent
    }
    reader->end(sink);
    if (sink.hasFailed())
        throw std::runtime_error("the stream was not understood");
    return events;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Pair
{
    Format client;
    Format upstream;
    bench::PaddedBody request;
    std::string stream;
    std::vector<double> requestCosts;
    std::vector<double> eventCosts;
};

std::vector<Pair> allPairs()
{
    std::vector<Pair> pairs;
    for (const Format client : kClients) {
        for (const Format upstream : kUpstreams)
            pairs.push_back({client, upstream, bench::requestOf(client), bench::streamOf(upstream), {}, {}});
    }
    return pairs;
}

void measure(Pair &pair)
{
    const wire::Target &target = conformance::usualTarget(pair.upstream);
    pair.requestCosts.push_back(
        cost([&] { rewriteRequest(pair.request, pair.client, target, pair.upstream); }));
    int events = 0;
    const double stream =
        cost([&] { events = rewriteStream(pair.stream, pair.upstream, target, pair.client); });
    pair.eventCosts.push_back(stream / events);
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 7;
    if (rounds < 1 || argc == 3 || argc > 4) {
        std::fputs("usage: bench_translation [ROUNDS [CLIENT UPSTREAM]]\n", stderr);
        return 2;
    }
    auto pairs = allPairs();
    if (argc == 4)
        std::erase_if(pairs, [&](const Pair &pair) {
            return toString(pair.client) != argv[2] || toString(pair.upstream) != argv[3];
        });
    auto results = nlohmann::ordered_json::array();
    try {
        for (int round = 0; round < rounds; ++round)
            std::ranges::for_each(pairs, measure);
        for (const Pair &pair : pairs)
            results.push_back({{"client", toString(pair.client)},
                               {"upstream", toString(pair.upstream)},
                               {"request_bytes", pair.request.view().size()},
                               {"request_us", median(pair.requestCosts)},
                               {"event_us", median(pair.eventCosts)}});
    } catch (const std::runtime_error &problem) {
        std::fprintf(stderr, "bench_translation: %s\n", problem.what());
        return 1;
    }
    std::puts(results.dump(1).c_str());
    return 0;
}
