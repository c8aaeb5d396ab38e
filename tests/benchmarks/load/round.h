#pragma once

#include "load/answer_reader.h"
#include "load/options.h"
#include "load/process_meter.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::bench {

/// What was measured between the end of the warm-up and the end of the time.
struct RoundResult
{
    double seconds = 0;
    std::uint64_t requests = 0; ///< that ended in that time
    std::uint64_t events = 0;   ///< deltas that came in that time
    std::uint64_t answers = 0;  ///< of the whole round, warm-up and what was still under way at the end
    std::uint64_t errors = 0;   ///< of the whole round
    std::string firstError;
    std::vector<float> firstByteMs; ///< from when the request was due to the first byte of the answer's body
    std::vector<float> totalMs;     ///< from when it was due to its end
    std::vector<float> delayUs;     ///< of each delta, from the mock's write
    std::map<std::string, CpuTime> cpu; ///< by the names of threads
    Memory memory;
};

/// Loads one target for one round: one thread, one epoll set, keep-alive connections that each have one
/// request under way. In an open loop requests are due at a fixed rate, and what was due waits for a free
/// connection with its clock running, so that a target that stalls cannot hide it.
class Round final
{
public:
    explicit Round(const LoadOptions &options);
    Round(const Round &) = delete;
    Round &operator=(const Round &) = delete;
    ~Round();

    [[nodiscard]] RoundResult run();

private:
    struct Connection
    {
        int descriptor = -1;
        AnswerReader reader;
        bool busy = false;
        std::int64_t due = 0;
        std::size_t sent = 0;
        bool gotFirstByte = false;
        std::vector<float> delays; ///< of the answer that is being read
    };

    [[nodiscard]] bool open(std::size_t index);
    void begin(std::size_t index, std::int64_t due);
    void send(std::size_t index);
    void read(std::size_t index);
    void finish(std::size_t index);
    void fail(std::size_t index, std::string reason);
    void free(std::size_t index);
    void startMeasuring();
    void stopMeasuring();
    void step(std::int64_t now);
    void wait(std::int64_t until);
    [[nodiscard]] std::int64_t nextDeadline(std::int64_t now) const;
    [[nodiscard]] bool mayBegin() const;

    enum class Phase { WarmUp, Measuring, Draining };

    LoadOptions m_options;
    std::string m_request;
    Expectation m_expected;
    int m_epoll;
    std::vector<Connection> m_connections;
    std::vector<std::size_t> m_free;    ///< open loop, or not yet started
    std::deque<std::int64_t> m_waiting; ///< open loop: due, and no connection was free
    std::int64_t m_nextDue = 0;
    std::uint64_t m_begun = 0;
    std::size_t m_busy = 0;
    Phase m_phase = Phase::WarmUp;
    std::int64_t m_began = 0;
    std::map<std::string, CpuTime> m_cpuBefore;
    RoundResult m_result;
};

} // namespace signalbox::bench
