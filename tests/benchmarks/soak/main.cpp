// signalbox_soak --binary build/bin/signalbox [--kill N] [--requests N] [--seconds S] [--clients N] [--seed
// N] [--tls] [--proxy] [--keep]
//
// Loads the gateway with mixed requests, kills it with -9 at random moments and starts it again on the same
// data, then compares: every answer that a client has read to its end must stand in the ledger once, settled,
// with the tokens that the client read. Without kills (that is how --requests runs unless --kill is said too)
// every request that was read must have exactly one row, memory must be flat and at rest below 40 MB (without
// TLS, whose authorities take 8 more), and descriptors must be back to what they were. Ends when all limits
// given are reached; prints lines for people and one JSON document.
#include "course.h"
#include "gateway_process.h"
#include "http_client.h"
#include "identity.h"
#include "ledger_check.h"
#include "load.h"
#include "provider.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string_view>

namespace {

using namespace signalbox::soak;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Options
{
    std::filesystem::path binary = "build/bin/signalbox";
    std::optional<std::uint64_t> kills;
    std::uint64_t requests = 0;
    std::chrono::seconds time{10};
    int clients = 0;
    std::uint64_t seed = 1;
    bool tls = false;
    bool proxy = false;
    bool keep = false;
};

bool readOptions(int argc, char **argv, Options &options)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--keep" || word == "--tls" || word == "--proxy") {
            (word == "--keep" ? options.keep : word == "--tls" ? options.tls : options.proxy) = true;
            continue;
        }
        if (i + 1 == argc)
            return false;
        const char *value = argv[++i];
        if (word == "--binary")
            options.binary = value;
        else if (word == "--kill")
            options.kills = std::strtoull(value, nullptr, 10);
        else if (word == "--requests")
            options.requests = std::strtoull(value, nullptr, 10);
        else if (word == "--seconds")
            options.time = std::chrono::seconds(std::strtol(value, nullptr, 10));
        else if (word == "--clients")
            options.clients = static_cast<int>(std::strtol(value, nullptr, 10));
        else if (word == "--seed")
            options.seed = std::strtoull(value, nullptr, 10);
        else
            return false;
    }
    if (!options.kills)
        options.kills = options.requests == 0 ? 3 : 0;
    if (options.clients <= 0)
        options.clients = *options.kills == 0 ? 32 : 8;
    return true;
}

struct Starts
{
    std::vector<double> milliseconds;
    std::uint64_t killedWhileStarting = 0;
    std::string failure; ///< of a start that should have worked
};

void printLogTail(const std::filesystem::path &file)
{
    std::ifstream log(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(log, line);)
        lines.push_back(line);
    for (std::size_t i = lines.size() - std::min<std::size_t>(lines.size(), 10); i < lines.size(); ++i)
        std::cerr << "  gateway: " << lines[i] << '\n';
}

/// One life of the gateway under load, from start to kill; false when it did not come up.
bool live(GatewayProcess &gateway, Load &load, Starts &starts, std::chrono::milliseconds life,
          bool killStarting)
{
    const auto began = Clock::now();
    if (!gateway.start()) {
        starts.failure = "could not be started";
        return false;
    }
    if (killStarting) {
        // Somewhere between exec and the first request: migrations, spill replay, lock files.
        std::this_thread::sleep_for(life / 20);
        ++starts.killedWhileStarting;
        return true;
    }
    const auto port = gateway.waitUntilListening(30s);
    if (!port) {
        starts.failure = "did not say that it listens";
        return false;
    }
    starts.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    load.setPort(*port);
    std::this_thread::sleep_for(life);
    if (const auto cause = gateway.deathCause()) {
        starts.failure = "died by itself under load: " + *cause;
        return false;
    }
    return true;
}

/// After the last kill: it must come up once more, say that it is well, and end by itself.
std::string endWell(GatewayProcess &gateway, long &residentKilobytes)
{
    if (!gateway.start())
        return "could not be started";
    const auto port = gateway.waitUntilListening(30s);
    if (!port)
        return "did not come up after the last kill";
    const int status = getStatus(*port, "/healthz");
    residentKilobytes = std::max(residentKilobytes, gateway.residentKilobytes());
    const auto code = gateway.stop(30s);
    if (status != 200)
        return "/healthz answered " + std::to_string(status);
    if (code != 0)
        return code ? "SIGTERM: exit " + std::to_string(*code) : "SIGTERM: did not end in 30 s";
    return {};
}

/// Longer than the gateway needs to give memory back.
constexpr auto kPause = 5s;

/// Lets the gateway rest for a moment and looks at its memory.
void pause(GatewayProcess &gateway, Load &load, std::uint16_t port, Course &course)
{
    load.setPort(0);
    std::this_thread::sleep_for(kPause);
    course.kilobytesAtPause = gateway.residentKilobytes();
    load.setPort(port);
}

/// Looks at the gateway once a second until all requests are through, with a pause at half of them;
/// tells people every ten. False when it died.
bool watch(GatewayProcess &gateway, Load &load, std::uint16_t port, Starts &starts, const Options &options,
           Course &course)
{
    const auto began = Clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - began).count(); };
    std::uint64_t requestsBefore = 0;
    for (int second = 1;; ++second) {
        std::this_thread::sleep_until(began + second * 1s);
        if (const auto cause = gateway.deathCause()) {
            starts.failure = "died by itself under load: " + *cause;
            return false;
        }
        const std::uint64_t requests = load.counts().requests;
        const double share = options.requests == 0
                                 ? seconds() / static_cast<double>(options.time.count())
                                 : static_cast<double>(requests) / static_cast<double>(options.requests);
        course.samples.push_back({share, gateway.residentKilobytes(), gateway.descriptors()});
        if (share >= 1)
            return true;
        if (share >= 0.5 && course.kilobytesAtPause == 0)
            pause(gateway, load, port, course);
        if (second % 10 == 0) {
            std::fprintf(stderr, "soak: %llu requests, %.0f %%, %llu/s, resident %ld kB, %zu descriptors\n",
                         static_cast<unsigned long long>(requests), share * 100,
                         static_cast<unsigned long long>((requests - requestsBefore) / 10),
                         course.samples.back().kilobytes, course.samples.back().descriptors);
            requestsBefore = requests;
        }
    }
}

/// Longer than connections to a provider are kept waiting for their next request.
constexpr auto kRest = 80s;

/// One life to its end: all requests, watched on the way, and the quiet behind them.
void runThrough(GatewayProcess &gateway, Load &load, Starts &starts, const Options &options, Course &course)
{
    if (!gateway.start()) {
        starts.failure = "could not be started";
        return;
    }
    const auto port = gateway.waitUntilListening(30s);
    if (!port) {
        starts.failure = "did not say that it listens";
        return;
    }
    course.descriptorsAtStart = gateway.descriptors();
    course.kilobytesAtStart = gateway.residentKilobytes();
    load.setPort(*port);
    if (!watch(gateway, load, *port, starts, options, course))
        return;
    load.stop();
    const auto deadline = Clock::now() + kRest;
    do {
        std::this_thread::sleep_for(kPause);
        course.descriptorsAtRest = gateway.descriptors();
    } while (!course.leaksNothing() && Clock::now() < deadline);
    course.kilobytesAtRest = gateway.residentKilobytes();
    const int status = getStatus(*port, "/healthz");
    const auto code = gateway.stop(30s);
    if (status != 200 || code != 0)
        starts.failure = "was not well at the end: /healthz " + std::to_string(status);
}

int soak(const Options &options)
{
    std::string pattern = std::filesystem::temp_directory_path() / "signalbox-soak-XXXXXX";
    if (!::mkdtemp(pattern.data()))
        return EXIT_FAILURE;
    const std::filesystem::path folder = pattern;
    Provider provider;
    const std::filesystem::path authority = options.tls ? folder / "authority.pem" : std::filesystem::path();
    if (options.tls) // OpenSSL writes without MSG_NOSIGNAL
        std::signal(SIGPIPE, SIG_IGN);
    SSL_CTX *identity = options.tls ? makeIdentity(authority) : nullptr;
    provider.setProxy(options.proxy);
    if ((options.tls && !identity) || !provider.start(identity))
        return EXIT_FAILURE;
    GatewayProcess gateway(std::filesystem::absolute(options.binary), folder,
                           {provider.port(), authority, options.proxy});
    Starts starts;
    long residentKilobytes = 0;
    std::uint64_t kills = 0;
    const auto began = Clock::now();
    Load load(options.clients, options.seed);
    std::mt19937_64 random(options.seed);
    const auto wanted = [&] {
        return kills < *options.kills || Clock::now() - began < options.time ||
               load.counts().requests < options.requests;
    };
    Course course;
    const bool isOneLife = *options.kills == 0;
    if (isOneLife)
        runThrough(gateway, load, starts, options, course);
    while (!isOneLife && wanted() && starts.failure.empty()) {
        // Without kills left the rest of the time is one life.
        const bool last = kills >= *options.kills;
        const std::chrono::milliseconds life(last ? 1000 : 50 + static_cast<long>(random() % 1200));
        if (!live(gateway, load, starts, life, !last && random() % 8 == 0))
            break;
        while (last && wanted() && starts.failure.empty()) {
            std::this_thread::sleep_for(200ms);
            if (const auto cause = gateway.deathCause())
                starts.failure = "died by itself under load: " + *cause;
        }
        residentKilobytes = std::max(residentKilobytes, gateway.residentKilobytes());
        // Killed under load; the clients learn of it by their broken connections.
        gateway.kill();
        load.setPort(0);
        ++kills;
    }
    load.stop();
    const std::string ending = starts.failure.empty() ? endWell(gateway, residentKilobytes) : starts.failure;
    const LoadCounts counts = load.counts();
    const LedgerFindings findings = checkLedger(gateway.dataFolder(), load.readAnswers());
    // Whoever was read has a row, were they answered, refused, cut or gone; of those who left at once only
    // the gateway knows whether it has read them.
    const auto most = static_cast<std::int64_t>(counts.requests - counts.unread);
    const auto least = most - static_cast<std::int64_t>(counts.gone);
    const bool isSettled = !isOneLife || (findings.rows >= least && findings.rows <= most);
    const bool isCalm = !isOneLife || (course.isFlat() && course.leaksNothing() && counts.broken == 0 &&
                                       (options.tls || course.isLight()));
    const bool good =
        ending.empty() && findings.good() && counts.odd == 0 && counts.finished > 0 && isSettled && isCalm;

    std::ranges::sort(starts.milliseconds);
    const double median =
        starts.milliseconds.empty() ? 0 : starts.milliseconds[starts.milliseconds.size() / 2];
    const double slowest = starts.milliseconds.empty() ? 0 : starts.milliseconds.back();
    for (const std::string &line : findings.examples)
        std::cerr << "soak: " << line << '\n';
    const auto oddities = load.oddities();
    for (std::size_t i = 0; i < std::min<std::size_t>(oddities.size(), 10); ++i)
        std::cerr << "soak: " << oddities[i] << '\n';
    if (!ending.empty()) {
        std::cerr << "soak: the gateway " << ending << '\n';
        printLogTail(gateway.logFile());
    }
    std::cerr << "soak: " << counts.requests << " requests, " << counts.finished << " read whole, " << kills
              << " kills, " << findings.rows << " rows, " << findings.missing << " missing, "
              << findings.doubled << " doubled, " << findings.wrong << " wrong, integrity "
              << findings.integrity << ": " << (good ? "good" : "BAD") << '\n';
    if (isOneLife)
        std::cerr << inWords(course) << "soak: settled: " << findings.rows << " rows for " << least << " to "
                  << most << " requests that were read: " << (isSettled ? "good" : "BAD") << '\n';
    const nlohmann::json report{{"good", good},
                                {"requests", counts.requests},
                                {"read_whole", counts.finished},
                                {"left", counts.left},
                                {"refused", counts.refused},
                                {"cut", counts.cut},
                                {"broken", counts.broken},
                                {"odd", counts.odd},
                                {"kills", kills},
                                {"killed_while_starting", starts.killedWhileStarting},
                                {"rows", findings.rows},
                                {"missing", findings.missing},
                                {"doubled", findings.doubled},
                                {"wrong", findings.wrong},
                                {"unread", counts.unread},
                                {"gone", counts.gone},
                                {"settled", isSettled},
                                {"integrity", findings.integrity},
                                {"ending", ending},
                                {"start_ms_median", median},
                                {"start_ms_slowest", slowest},
                                {"rss_kb", residentKilobytes},
                                {"rss_kb_start", course.kilobytesAtStart},
                                {"rss_kb_pause", course.kilobytesAtPause},
                                {"rss_kb_rest", course.kilobytesAtRest},
                                {"flat", course.isFlat()},
                                {"descriptors", {course.descriptorsAtStart, course.descriptorsAtRest}},
                                {"seconds", std::chrono::duration<double>(Clock::now() - began).count()}};
    std::cout << report.dump() << std::endl;
    if (options.keep || !good)
        std::cerr << "soak: kept " << folder.string() << '\n';
    else
        std::filesystem::remove_all(folder);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    if (!readOptions(argc, argv, options)) {
        std::cerr << "usage: signalbox_soak --binary FILE [--kill N] [--requests N] [--seconds S] [--clients "
                     "N] [--seed N] [--tls] [--proxy] [--keep]\n";
        return 2;
    }
    const int code = soak(options);
    // The provider's threads serve for as long as the process lives.
    std::_Exit(code);
}
