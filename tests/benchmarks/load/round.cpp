#include "load/round.h"

#include "load/request.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace signalbox::bench {

namespace {

constexpr std::int64_t kDrainNs = 20'000'000'000; ///< what is not complete by then is an error
constexpr std::int64_t kNsInMs = 1'000'000;

float milliseconds(std::int64_t ns)
{
    return static_cast<float>(ns) / static_cast<float>(kNsInMs);
}

std::int64_t inNs(std::chrono::milliseconds time)
{
    return time / std::chrono::nanoseconds(1);
}

} // namespace

Round::Round(const LoadOptions &options)
    : m_options(options), m_request(requestBytes(options)), m_expected(options),
      m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    m_connections.resize(options.connections, Connection{.reader = AnswerReader(m_expected), .delays = {}});
}

Round::~Round()
{
    for (const Connection &connection : m_connections) {
        if (connection.descriptor >= 0)
            ::close(connection.descriptor);
    }
    ::close(m_epoll);
}

RoundResult Round::run()
{
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        if (!open(i))
            return std::move(m_result);
        m_free.push_back(m_connections.size() - 1 - i);
    }
    m_nextDue = nowNs();
    const std::int64_t measureFrom = nowNs() + inNs(m_options.warmUp);
    const std::int64_t measureTo = measureFrom + inNs(m_options.time);
    if (m_options.count > 0)
        startMeasuring();
    for (;;) {
        const std::int64_t now = nowNs();
        if (m_phase == Phase::WarmUp && now >= measureFrom)
            startMeasuring();
        const bool over = m_options.count > 0 ? m_result.answers >= m_options.count : now >= measureTo;
        if (m_phase == Phase::Measuring && over)
            stopMeasuring();
        if (m_phase == Phase::Draining && (m_busy == 0 || now >= measureTo + kDrainNs))
            break;
        step(now);
        wait(m_phase == Phase::WarmUp ? measureFrom : measureTo);
    }
    if (m_busy > 0) {
        m_result.errors += m_busy;
        m_result.firstError = std::to_string(m_busy) + " answers did not end";
    }
    return std::move(m_result);
}

/// Begins what is due. A closed loop starts its connections over the warm-up, so that paced streams do not
/// all tick at the same moment; after that each answer begins the next request by itself.
void Round::step(std::int64_t now)
{
    if (!mayBegin())
        return;
    if (m_options.rate <= 0) {
        const std::int64_t each = inNs(m_options.warmUp) * 3 / 4 / std::int64_t(m_connections.size());
        while (!m_free.empty() && m_nextDue <= now && mayBegin()) {
            const std::size_t index = m_free.back();
            m_free.pop_back();
            m_nextDue += m_options.count > 0 ? 0 : each;
            begin(index, now);
        }
        return;
    }
    while (m_nextDue <= now) {
        m_waiting.push_back(m_nextDue);
        m_nextDue += static_cast<std::int64_t>(1e9 / m_options.rate);
    }
    while (!m_waiting.empty() && !m_free.empty()) {
        const std::size_t index = m_free.back();
        m_free.pop_back();
        const std::int64_t due = m_waiting.front();
        m_waiting.pop_front();
        begin(index, due);
    }
}

bool Round::mayBegin() const
{
    return m_phase != Phase::Draining && (m_options.count == 0 || m_begun < m_options.count);
}

void Round::wait(std::int64_t until)
{
    const std::int64_t now = nowNs();
    if (m_phase == Phase::Draining)
        until = now + 100 * kNsInMs;
    else if (m_options.rate > 0 || !m_free.empty())
        until = std::min(until, m_nextDue);
    const std::int64_t left = std::clamp<std::int64_t>(until - now, 0, 100 * kNsInMs);
    const timespec limit{left / 1'000'000'000, left % 1'000'000'000};
    static std::array<epoll_event, 1024> events;
    const int ready = ::epoll_pwait2(m_epoll, events.data(), events.size(), &limit, nullptr);
    for (int i = 0; i < ready; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        const std::size_t index = event.data.u64;
        if ((event.events & EPOLLOUT) != 0)
            send(index);
        if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
            read(index);
    }
}

void Round::startMeasuring()
{
    m_phase = Phase::Measuring;
    m_cpuBefore = cpuOf(m_options.processes);
    m_began = nowNs();
}

void Round::stopMeasuring()
{
    m_result.seconds = static_cast<double>(nowNs() - m_began) / 1e9;
    for (const auto &[name, time] : cpuOf(m_options.processes))
        m_result.cpu[name] = time - m_cpuBefore[name];
    m_result.memory = memoryOf(m_options.processes);
    m_phase = Phase::Draining;
}

bool Round::open(std::size_t index)
{
    Connection &connection = m_connections[index];
    connection.descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(m_options.port);
    // Blocking only here: on loopback it is done at once, or the target is not there.
    if (::connect(connection.descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        ++m_result.errors;
        m_result.firstError = "cannot connect";
        return false;
    }
    const int on = 1;
    ::setsockopt(connection.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.descriptor, &event);
    return true;
}

void Round::begin(std::size_t index, std::int64_t due)
{
    Connection &connection = m_connections[index];
    connection.reader.begin();
    connection.busy = true;
    connection.due = due;
    connection.sent = 0;
    connection.gotFirstByte = false;
    connection.delays.clear();
    ++m_busy;
    ++m_begun;
    send(index);
}

void Round::send(std::size_t index)
{
    Connection &connection = m_connections[index];
    const bool watched = connection.sent > 0;
    while (connection.sent < m_request.size()) {
        const ssize_t sent = ::send(connection.descriptor, m_request.data() + connection.sent,
                                    m_request.size() - connection.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            break; // full; a dead connection shows when it is read
        connection.sent += static_cast<std::size_t>(sent);
    }
    const bool complete = connection.sent == m_request.size();
    if (complete && !watched)
        return;
    epoll_event event{};
    event.events = complete ? EPOLLIN : EPOLLIN | EPOLLOUT;
    event.data.u64 = index;
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection.descriptor, &event);
}

void Round::read(std::size_t index)
{
    static std::array<char, 128 * 1024> buffer;
    Connection &connection = m_connections[index];
    const ssize_t got = ::recv(connection.descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0 || !connection.busy) {
        if (connection.busy && got == 0 && connection.reader.onEnd() == AnswerReader::State::Complete)
            finish(index);
        else if (connection.busy || got > 0)
            fail(index, got > 0 ? "bytes that nobody asked for" : "the connection ended in an answer");
        ::close(m_connections[index].descriptor);
        // Busy again already: finish() began the next request, which has to go on the new connection.
        if (open(index) && connection.busy) {
            connection.sent = 0;
            send(index);
        }
        return;
    }
    const std::int64_t now = nowNs();
    const auto state =
        connection.reader.feed({buffer.data(), static_cast<std::size_t>(got)}, now, connection.delays);
    if (!connection.gotFirstByte && connection.reader.hasBody()) {
        connection.gotFirstByte = true;
        if (m_phase == Phase::Measuring)
            m_result.firstByteMs.push_back(milliseconds(now - connection.due));
    }
    if (m_phase == Phase::Measuring) {
        m_result.events += connection.delays.size();
        m_result.delayUs.insert(m_result.delayUs.end(), connection.delays.begin(), connection.delays.end());
    }
    connection.delays.clear();
    if (state == AnswerReader::State::Complete)
        finish(index);
    else if (state == AnswerReader::State::Broken)
        fail(index, "an answer that is no HTTP");
}

void Round::finish(std::size_t index)
{
    Connection &connection = m_connections[index];
    if (std::string wrong = connection.reader.wrong(); !wrong.empty()) {
        fail(index, std::move(wrong));
        return;
    }
    ++m_result.answers;
    if (m_phase == Phase::Measuring) {
        ++m_result.requests;
        m_result.totalMs.push_back(milliseconds(nowNs() - connection.due));
    }
    free(index);
}

void Round::fail(std::size_t index, std::string reason)
{
    ++m_result.errors;
    ++m_result.answers;
    if (m_result.firstError.empty())
        m_result.firstError = std::move(reason);
    if (m_connections[index].busy)
        free(index);
}

void Round::free(std::size_t index)
{
    m_connections[index].busy = false;
    --m_busy;
    if (m_options.rate > 0)
        m_free.push_back(index);
    else if (mayBegin())
        begin(index, nowNs());
}

} // namespace signalbox::bench
