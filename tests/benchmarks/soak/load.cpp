#include "load.h"

#include "gateway_process.h"
#include "http_client.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace signalbox::soak {

namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

enum class Manner { ReadWhole, ReadSlowly, LeaveEarly, BadKey, BadJson, UnknownModel };

struct Plan
{
    bool chat = false; ///< the client's surface; else Responses
    bool stream = false;
    std::string model;
    Manner manner = Manner::ReadWhole;

    [[nodiscard]] std::string kind() const
    {
        return std::string(chat ? "chat" : "responses")
            .append(stream ? " stream to " : " whole to ")
            .append(model);
    }
};

Plan choose(std::mt19937_64 &random)
{
    static constexpr std::array kModels{"chat", "responses", "chat", "responses", "sim/fast"};
    Plan plan{random() % 2 == 0, random() % 3 != 0, kModels[random() % kModels.size()], Manner::ReadWhole};
    switch (random() % 20) {
    case 0:
    case 1:
        plan.manner = Manner::LeaveEarly;
        plan.stream = true;
        break;
    case 2:
        plan.manner = Manner::BadKey;
        break;
    case 3:
        plan.manner = Manner::BadJson;
        break;
    case 4:
        plan.manner = Manner::UnknownModel;
        break;
    case 5:
        plan.manner = Manner::ReadSlowly;
        break;
    default:
        break;
    }
    return plan;
}

std::string bodyOf(const Plan &plan, std::mt19937_64 &random)
{
    const std::string text =
        "Count the trains, number " + std::to_string(random()) + std::string(random() % 3000, '.');
    Json body{{"model", plan.manner == Manner::UnknownModel ? "no-such-model" : plan.model},
              {"stream", plan.stream}};
    if (plan.chat) {
        body["messages"] = Json::array({{{"role", "user"}, {"content", text}}});
        if (plan.stream)
            body["stream_options"] = {{"include_usage", true}};
    } else {
        body["input"] = Json::array({{{"type", "message"},
                                      {"role", "user"},
                                      {"content", Json::array({{{"type", "input_text"}, {"text", text}}})}}});
    }
    std::string bytes = body.dump();
    if (plan.manner == Manner::BadJson)
        bytes.resize(bytes.size() / 2);
    return bytes;
}

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

std::vector<ReadAnswer> Load::readAnswers() const
{
    const std::lock_guard lock(m_mutex);
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
        const Plan plan = choose(random);
        const std::string request =
            postRequest(plan.chat ? "/v1/chat/completions" : "/v1/responses",
                        plan.manner == Manner::BadKey ? "sk-sbx-wrong" : kClientKey, bodyOf(plan, random));
        ReadAnswer read;
        read.kind = plan.kind();
        StreamReader stream;
        const std::size_t leaveAfter = random() % 3000;
        HttpAnswer answer;
        if (socket.sendAll(request)) {
            answer = readAnswer(socket, after(60s), [&](std::string_view body) {
                if (plan.stream)
                    stream.look(body, read);
                if (plan.manner == Manner::ReadSlowly)
                    std::this_thread::sleep_for(3ms); // the pace of the load, not a wait for anything
                return plan.manner != Manner::LeaveEarly || body.size() < leaveAfter;
            });
        }
        if (!plan.stream && answer.status == 200 && answer.whole)
            stream.finished = finishesWhole(answer.body, read);
        read.id = answer.headers["x-request-id"];
        const bool closes = answer.headers["connection"] == "close";

        const std::lock_guard lock(m_mutex);
        ++m_counts.requests;
        if (stream.finished) {
            ++m_counts.finished;
            m_read.push_back(read);
            if (read.id.empty())
                m_oddities.push_back(plan.kind() + ": an answer without x-request-id");
        } else if (plan.manner == Manner::LeaveEarly && answer.status == 200) {
            ++m_counts.left;
        } else if (stream.wasCut) {
            ++m_counts.cut;
        } else if (answer.whole && answer.status >= 400) {
            const bool meant = plan.manner == Manner::BadKey || plan.manner == Manner::BadJson ||
                               plan.manner == Manner::UnknownModel;
            m_counts.unkeyed += plan.manner == Manner::BadKey ? 1 : 0;
            ++(meant ? m_counts.refused : m_counts.odd);
            if (!meant)
                m_oddities.push_back(plan.kind() + ": " + std::to_string(answer.status) + " " +
                                     answer.body.substr(0, 200));
        } else if (answer.whole) {
            ++m_counts.odd;
            m_oddities.push_back(
                plan.kind() + ": ended without saying so: " +
                answer.body.substr(answer.body.size() - std::min<std::size_t>(200, answer.body.size())));
        } else {
            ++m_counts.broken;
        }
        if (!answer.whole || closes || plan.manner == Manner::LeaveEarly)
            socket.reset();
    }
}

} // namespace signalbox::soak
