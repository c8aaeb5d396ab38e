// Metrics rendered on one thread while another observes, and a log written by many; free of Qt, so that the
// thread sanitizer sees all of it.
#include "telemetry/metrics.h"
#include "telemetry/rotating_file.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

int failures = 0;

void check(bool ok, const char *what)
{
    std::printf("%s %s\n", ok ? "ok  " : "FAIL", what);
    failures += ok ? 0 : 1;
}

void rendersWhileObserving()
{
    Metrics metrics("1");
    constexpr int count = 20'000;
    std::thread gateway([&] {
        record::RequestRecord record;
        record.usage = record::Usage{10, 0, 0, 0, 5, 0, false};
        record.cost.total = Money::fromNano(3);
        record.attempts.resize(1);
        for (int i = 0; i < count; ++i) {
            record.model = std::to_string(i % 700);
            metrics.observe(record);
            metrics.setInFlight(i);
            metrics.setLedger(i, 0);
            if (i % 100 == 0)
                metrics.setBreakers({{"p", record.model, BreakerState::Open}});
        }
    });
    std::size_t longest = 0;
    for (int i = 0; i < 20; ++i)
        longest = std::max(longest, metrics.renderPrometheus().size());
    gateway.join();
    const std::string text = metrics.renderPrometheus();
    check(longest > 0 && text.find("signalbox_overhead_seconds_count 20000\n") != std::string::npos,
          "metrics: nothing is lost while they are read");
}

void manyWriteOneLog(const std::filesystem::path &directory)
{
    RotatingFile file(directory / "a.log", {4000, 100});
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 3; ++writer) {
        writers.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                file.write("a line of text\n");
        });
    }
    for (std::thread &writer : writers)
        writer.join();
    int lines = 0;
    bool whole = true;
    for (const auto &entry : std::filesystem::directory_iterator(directory)) {
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line); ++lines)
            whole = whole && line == "a line of text";
    }
    check(whole && lines == 3000, "log: each line whole and once");
}

} // namespace

int main()
{
    rendersWhileObserving();
    std::string name = (std::filesystem::temp_directory_path() / "thread_telemetry.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return 1;
    manyWriteOneLog(name);
    std::filesystem::remove_all(name);
    return failures == 0 ? 0 : 1;
}
