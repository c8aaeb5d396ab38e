// Writes records until it is killed, and says on stdout what became of each: the other half of
// tst_ledger_crash. crashing_ledger DATABASE SPILL FIRST-NUMBER
#include "ledger/ledger.h"
#include "ledger_samples.h"

#include <cstdlib>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::ledger;

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const SystemClock clock;
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t open = 0;
    const auto settled = [&](std::vector<SettleOutcome> outcomes) {
        std::string lines;
        for (const SettleOutcome &outcome : outcomes) {
            lines += outcome.settlement == Settlement::Committed ? "committed req_"
                     : outcome.settlement == Settlement::Spilled ? "spilled req_"
                                                                 : "lost req_";
            lines += std::to_string(outcome.ticket) + '\n';
        }
        // One write each: what was said before the death is whole in the pipe.
        if (::write(STDOUT_FILENO, lines.data(), lines.size()) < 0)
            std::_Exit(1);
        const std::scoped_lock lock(mutex);
        open -= outcomes.size();
        changed.notify_one();
    };
    // However busy the machine is, nothing may be lost but by the death.
    const Settlements::Limits limits{std::chrono::milliseconds(250), std::chrono::seconds(20)};
    auto ledger = Ledger::open({argv[1], argv[2], std::nullopt, limits}, clock, settled);
    if (!ledger)
        return 1;
    for (int n = std::atoi(argv[3]);; ++n) {
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return open < 50; });
            ++open;
        }
        (*ledger)->settle(static_cast<std::uint64_t>(n), samples::record(n));
    }
}
