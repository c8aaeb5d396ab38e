#include "ledger/commit_pace.h"

#include <algorithm>

namespace signalbox::ledger {

void CommitPace::noteArrival(Time now)
{
    m_arrivals[m_oldest] = now;
    m_oldest = (m_oldest + 1) % kFew;
}

CommitPace::Due CommitPace::due(Time now)
{
    const Time time = m_lastCommit + kDistance;
    if (now >= time || now - m_arrivals[m_oldest] > kShort)
        return {now, 1};
    learn(now);
    if (m_trialsLeft > 0) {
        --m_trialsLeft;
        return {time, kMost};
    }
    const std::size_t most = std::max(m_most, m_mostBefore);
    return most > 1 ? Due{time, most} : Due{now, 1};
}

void CommitPace::learn(Time now)
{
    if (now < m_lessonEnds)
        return;
    m_mostBefore = now < m_lessonEnds + kLesson ? m_most : 0;
    m_most = 0;
    m_lessonEnds = now + kLesson;
    m_trialsLeft = kTrials;
}

void CommitPace::noteCommit(std::size_t rows, Time now)
{
    m_lastCommit = now;
    m_most = std::max(m_most, rows);
}

} // namespace signalbox::ledger
