#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace signalbox::ledger {

/// Says when the next commit is due. One costs five times what a row costs, for one row as for twenty: so
/// while records come fast, commits keep a distance and take what came meanwhile. A record that comes by
/// itself never waits. Neither do those of a few clients that ask one after the other: once the records of
/// all of them are here, nobody else comes until we have told the outcomes. How many that are is not told but
/// learnt, by distances that are kept whole now and then. Pure; owned by the Ledger, used under its lock.
class CommitPace final
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// From one commit's begin to the next one's, so the longest that a record waits for others.
    static constexpr std::chrono::microseconds kDistance{1000};
    /// What one commit takes at most: so many never wait.
    static constexpr std::size_t kMost = 1000;
    /// Records come fast where the last kFew came within kShort.
    static constexpr std::size_t kFew = 8;
    static constexpr std::chrono::milliseconds kShort{4};
    /// What was learnt is forgotten after one to two of these. Each begins with kTrials whole distances.
    static constexpr std::chrono::milliseconds kLesson{100};
    static constexpr int kTrials = 2;

    /// At `time`, or as soon as there are so many `rows`.
    struct Due
    {
        Time time;
        std::size_t rows = 0;

        bool operator==(const Due &) const = default;
    };

    /// A record has come.
    void noteArrival(Time now);
    /// When to commit next, with the queue as it is or still empty. Asked once before each commit.
    [[nodiscard]] Due due(Time now);
    /// A commit of so many rows begins.
    void noteCommit(std::size_t rows, Time now);

private:
    void learn(Time now);

    std::array<Time, kFew> m_arrivals{}; // a ring
    std::size_t m_oldest = 0;
    Time m_lastCommit{};
    Time m_lessonEnds{};
    int m_trialsLeft = 0; // in this lesson
    std::size_t m_most = 0;
    std::size_t m_mostBefore = 0; // in the lesson before
};

} // namespace signalbox::ledger
