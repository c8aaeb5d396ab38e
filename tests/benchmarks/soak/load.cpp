#include "load.h"

#include "http_client.h"
#include "plan.h"
#include "provider.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace signalbox::soak {

namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t kOddities = 100;

void readUsage(const Json &usage, ReadAnswer &read)
{
    if (!usage.is_object())
        return;
    const bool chat = usage.contains("prompt_tokens");
    read.inputTokens = usage.value(chat ? "prompt_tokens" : "input_tokens", std::int64_t{-1});
    read.outputTokens = usage.value(chat ? "completion_tokens" : "output_tokens", std::int64_t{-1});
}

/// Whether one event of a stream says that the answer is finished; picks its usage.
bool finishes(const Json &event, ReadAnswer &read)
{
    if (!event.is_object())
        return false;
    if (event.contains("usage"))
        readUsage(event["usage"], read);
    const std::string type = event.value("type", "");
    if (type == "response.completed" || type == "response.incomplete") {
        if (event.contains("response") && event["response"].contains("usage"))
            readUsage(event["response"]["usage"], read);
        return true;
    }
    for (const Json &choice : event.value("choices", Json::array())) {
        if (choice.contains("finish_reason") && choice["finish_reason"].is_string())
            return true;
    }
    return false;
}

/// Looks through what has come since last time; remembers whether the answer said "finished".
class StreamReader final
{
public:
    bool finished = false;
    bool wasCut = false; ///< the gateway says that the provider broke off

    void look(std::string_view body, ReadAnswer &read)
    {
        for (;;) {
            const std::size_t end = body.find("\n\n", m_position);
            if (end == std::string_view::npos)
                return;
            const std::string_view event = body.substr(m_position, end - m_position);
            m_position = end + 2;
            const std::size_t data = event.find("data: {");
            wasCut = wasCut || event.find("\"response.failed\"") != std::string_view::npos ||
                     event.find("data: {\"error\"") != std::string_view::npos;
            if (data != std::string_view::npos &&
                finishes(Json::parse(event.substr(data + 6), nullptr, false), read))
                finished = true;
        }
    }

private:
    std::size_t m_position = 0;
};

bool finishesWhole(const std::string &body, ReadAnswer &read)
{
    const Json answer = Json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("usage"))
        return false;
    readUsage(answer["usage"], read);
    return true;
}

} // namespace

/// What became of one request.
struct Load::Reading
{
    ReadAnswer read;
    StreamReader stream;
    HttpAnswer answer;
};

Load::Load(int clients, std::uint64_t seed)
{
    for (int i = 0; i < clients; ++i)
        m_clients.emplace_back([this, seed, i] { client(seed + static_cast<std::uint64_t>(i)); });
}

Load::~Load()
{
    stop();
}

void Load::setPort(std::uint16_t port)
{
    {
        const std::lock_guard lock(m_mutex);
        m_port = port;
    }
    m_changed.notify_all();
}

void Load::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (std::thread &client : m_clients) {
        if (client.joinable())
            client.join();
    }
}

LoadCounts Load::counts() const
{
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

const std::vector<ReadAnswer> &Load::readAnswers() const
{
    return m_read;
}

std::vector<std::string> Load::oddities() const
{
    const std::lock_guard lock(m_mutex);
    return m_oddities;
}

std::uint16_t Load::waitForPort()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_stopping || m_port != 0; });
    return m_stopping ? std::uint16_t{0} : m_port;
}

bool Load::sendRequest(Socket &socket, const Plan &plan, std::string_view request)
{
    if (plan.manner != Manner::SendSlowly)
        return socket.sendAll(request);
    // In its head, in its body and at its end; the pauses are the pace of the load, not a wait for anything.
    for (const std::size_t piece : {std::size_t(20), request.size() / 2, request.size()}) {
        const std::size_t size = std::min(piece, request.size());
        if (!socket.sendAll(request.substr(0, size)))
            return false;
        request.remove_prefix(size);
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

void Load::client(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    Socket socket;
    std::uint16_t connectedTo = 0;
    while (const std::uint16_t port = waitForPort()) {
        if (!socket.isOpen() || connectedTo != port || random() % 100 == 0) {
            auto fresh = Socket::connectTo(port);
            if (!fresh) {
                // It has just been killed and nobody has told us yet.
                std::this_thread::sleep_for(1ms);
                continue;
            }
            socket = std::move(*fresh);
            connectedTo = port;
        }
        const Plan plan = choosePlan(random);
        Reading reading;
        reading.read.kind = plan.kind();
        const std::size_t leaveAfter = random() % 3000;
        const bool isSent = sendRequest(socket, plan, requestOf(plan, random));
        if (isSent && plan.manner == Manner::LeaveAtOnce) {
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
            socket.reset();
        } else if (isSent) {
            reading.answer = readAnswer(socket, after(60s), [&](std::string_view body) {
                if (plan.stream)
                    reading.stream.look(body, reading.read);
                if (plan.manner == Manner::ReadSlowly)
                    std::this_thread::sleep_for(3ms);
                return plan.manner != Manner::LeaveEarly || body.size() < leaveAfter;
            });
        }
        if (!plan.stream && reading.answer.status == 200 && reading.answer.whole)
            reading.stream.finished = finishesWhole(reading.answer.body, reading.read);
        reading.read.id = reading.answer.headers["x-request-id"];
        const bool closes = reading.answer.headers["connection"] == "close";
        count(plan, reading);
        if (!reading.answer.whole || closes || plan.manner == Manner::LeaveEarly)
            socket.reset();
    }
}

void Load::count(const Plan &plan, const Reading &reading)
{
    const HttpAnswer &answer = reading.answer;
    const std::lock_guard lock(m_mutex);
    const auto odd = [&](const std::string &what) {
        ++m_counts.odd;
        if (m_oddities.size() < kOddities)
            m_oddities.push_back(plan.kind() + ": " + what);
    };
    ++m_counts.requests;
    if (reading.stream.finished) {
        ++m_counts.finished;
        m_read.push_back(reading.read);
        if (reading.read.id.empty())
            odd("an answer without x-request-id");
    } else if (plan.manner == Manner::LeaveAtOnce) {
        ++m_counts.gone;
    } else if (plan.manner == Manner::LeaveEarly && answer.status == 200) {
        ++m_counts.left;
    } else if (reading.stream.wasCut) {
        ++m_counts.cut;
    } else if (answer.whole && answer.status >= 400) {
        const bool isMeant =
            plan.isBad() || (answer.status == 400 && answer.body.find(kProviderRefusal) != std::string::npos);
        m_counts.unread += plan.isRefusedUnread() ? 1 : 0;
        if (isMeant)
            ++m_counts.refused;
        else
            odd(std::to_string(answer.status) + " " + answer.body.substr(0, 200));
    } else if (answer.whole) {
        odd("ended without saying so: " +
            answer.body.substr(answer.body.size() - std::min<std::size_t>(200, answer.body.size())));
    } else {
        ++m_counts.broken;
    }
}

} // namespace signalbox::soak
