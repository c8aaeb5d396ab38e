#include "provider.h"

#include <nlohmann/json.hpp>

#include <sys/socket.h>

#include <charconv>
#include <chrono>
#include <string>
#include <vector>

namespace signalbox::soak {

namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

struct Asked
{
    std::string path;
    bool mayServe = false;
    Json body;
};

std::optional<Asked> readRequest(Socket &socket)
{
    const Deadline deadline = after(10min);
    const auto first = socket.readLine(deadline);
    if (!first || !first->starts_with("POST "))
        return std::nullopt;
    Asked asked;
    asked.path = first->substr(5, first->find(' ', 5) - 5);
    std::size_t length = 0;
    for (;;) {
        auto line = socket.readLine(deadline);
        if (!line)
            return std::nullopt;
        if (line->empty())
            break;
        const std::size_t colon = line->find(':');
        std::string name = line->substr(0, colon);
        for (char &c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (name == "content-length")
            std::from_chars(line->data() + line->find_first_not_of(' ', colon + 1),
                            line->data() + line->size(), length);
        else if (name == "authorization")
            asked.mayServe = line->ends_with(kProviderKey);
    }
    const auto body = socket.readExactly(length, deadline);
    if (!body)
        return std::nullopt;
    asked.body = Json::parse(*body, nullptr, false);
    return asked;
}

std::string whole(int status, const Json &body)
{
    const std::string text = body.dump();
    return "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Error") +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(text.size()) +
           "\r\n\r\n" + text;
}

Json error(std::string_view message, std::string_view type)
{
    return {{"error", {{"message", message}, {"type", type}}}};
}

Json chatUsage(std::uint64_t input, std::uint64_t output)
{
    return {{"prompt_tokens", input}, {"completion_tokens", output}, {"total_tokens", input + output}};
}

Json responsesUsage(std::uint64_t input, std::uint64_t output)
{
    return {{"input_tokens", input}, {"output_tokens", output}, {"total_tokens", input + output}};
}

Json responseObject(std::uint64_t serial, std::string_view status, const Json &output)
{
    return {{"id", "resp_" + std::to_string(serial)},
            {"object", "response"},
            {"created_at", 1},
            {"status", status},
            {"model", "m"},
            {"output", output}};
}

/// What an answer says: `words` times the same.
struct Speech
{
    int words = 0;
    std::string word = "A train has passed the signal box. ";
    bool isPaced = true;
};

Speech speechFor(std::uint64_t serial)
{
    if (serial % 500 == 13)
        return {300, std::string(1000, 'z'), false};
    return {1 + static_cast<int>(serial % 12)};
}

Json messageItem(std::uint64_t serial, const Speech &speech)
{
    std::string text;
    for (int i = 0; i < speech.words; ++i)
        text += speech.word;
    return {{"type", "message"},
            {"id", "msg_" + std::to_string(serial)},
            {"role", "assistant"},
            {"status", "completed"},
            {"content",
             Json::array({{{"type", "output_text"}, {"text", text}, {"annotations", Json::array()}}})}};
}

std::vector<std::string> chatEvents(std::uint64_t serial, const Speech &speech, const Json &usage)
{
    std::vector<std::string> events;
    const auto push = [&](const Json &choices, const Json &used) {
        Json chunk{{"id", "chatcmpl-" + std::to_string(serial)},
                   {"object", "chat.completion.chunk"},
                   {"created", 1},
                   {"model", "m"},
                   {"choices", choices}};
        if (!used.is_null())
            chunk["usage"] = used;
        events.push_back("data: " + chunk.dump() + "\n\n");
    };
    for (int i = 0; i < speech.words; ++i)
        push(Json::array({{{"index", 0},
                           {"delta", {{"role", "assistant"}, {"content", speech.word}}},
                           {"finish_reason", nullptr}}}),
             nullptr);
    push(Json::array({{{"index", 0}, {"delta", Json::object()}, {"finish_reason", "stop"}}}), nullptr);
    push(Json::array(), usage);
    events.emplace_back("data: [DONE]\n\n");
    return events;
}

std::vector<std::string> responsesEvents(std::uint64_t serial, const Speech &speech, const Json &usage)
{
    std::vector<std::string> events;
    const auto push = [&](std::string_view type, Json event) {
        event["type"] = type;
        event["sequence_number"] = events.size();
        events.push_back("event: " + std::string(type) + "\ndata: " + event.dump() + "\n\n");
    };
    const Json item = messageItem(serial, speech);
    Json empty = item;
    empty["content"] = Json::array();
    push("response.created", {{"response", responseObject(serial, "in_progress", Json::array())}});
    push("response.output_item.added", {{"output_index", 0}, {"item", empty}});
    for (int i = 0; i < speech.words; ++i)
        push("response.output_text.delta",
             {{"output_index", 0}, {"content_index", 0}, {"item_id", item["id"]}, {"delta", speech.word}});
    push("response.output_item.done", {{"output_index", 0}, {"item", item}});
    Json response = responseObject(serial, "completed", Json::array({item}));
    response["usage"] = usage;
    push("response.completed", {{"response", response}});
    return events;
}

/// Where a stream breaks off: behind this many events, and how. Nothing: it does not.
struct Cut
{
    std::size_t after = 0;
    bool reset = false;
};

std::optional<Cut> cutFor(std::uint64_t serial)
{
    if (serial % 40 == 7)
        return Cut{3, serial % 80 == 7};
    if (serial % 40 == 27)
        return Cut{0, serial % 80 == 27};
    return std::nullopt;
}

bool sendStream(Socket &socket, const std::vector<std::string> &events, const std::optional<Cut> &cut,
                bool isPaced)
{
    std::size_t sent = 0;
    std::string head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string &event : events) {
        char size[20];
        const auto end = std::to_chars(size, size + sizeof size, event.size(), 16).ptr;
        head.append(size, end).append("\r\n").append(event).append("\r\n");
        if (cut && sent++ == cut->after) {
            if (cut->reset)
                socket.reset();
            return false;
        }
        if (!socket.sendAll(head))
            return false;
        head.clear();
        // A stream is paced, so that kills and leaving clients hit its middle.
        if (isPaced)
            std::this_thread::sleep_for(2ms);
    }
    return socket.sendAll("0\r\n\r\n");
}

} // namespace

bool Provider::start(SSL_CTX *tls)
{
    m_tls = tls;
    const Listener listener = listenOnLoopback();
    m_port = listener.port;
    if (listener.descriptor < 0)
        return false;
    std::thread([this, descriptor = listener.descriptor] {
        for (;;) {
            const int accepted = ::accept4(descriptor, nullptr, nullptr, SOCK_CLOEXEC);
            if (accepted >= 0)
                std::thread([this, accepted] { serve(Socket(accepted)); }).detach();
        }
    }).detach();
    return true;
}

bool Provider::openTls(Socket &socket) const
{
    if (m_isProxy) {
        const auto first = socket.readLine(after(1min));
        if (!first || !first->starts_with("CONNECT provider.invalid:443 "))
            return false;
        for (auto line = socket.readLine(after(1min)); !line || !line->empty();
             line = socket.readLine(after(1min))) {
            if (!line)
                return false;
        }
        if (!socket.sendAll("HTTP/1.1 200 Connection established\r\n\r\n"))
            return false;
    }
    return socket.startTls(m_tls);
}

void Provider::serve(Socket socket)
{
    if (m_tls && !openTls(socket))
        return;
    while (const auto asked = readRequest(socket)) {
        if (asked->path.find("/broken/") != std::string::npos) {
            if (!socket.sendAll(whole(503, error("broken for ever", "server_error"))))
                return;
            continue;
        }
        const std::uint64_t serial = ++m_serial;
        if (!asked->mayServe || !asked->body.is_object()) {
            if (!socket.sendAll(whole(401, error("not my key, or no JSON", "invalid_request_error"))))
                return;
            continue;
        }
        if (serial % 50 == 0) {
            if (!socket.sendAll(whole(500, error("one in fifty", "server_error"))))
                return;
            continue;
        }
        if (serial % 200 == 33) {
            if (!socket.sendAll(whole(400, error(kProviderRefusal, "invalid_request_error"))))
                return;
            continue;
        }
        // Unlike any other answer's soon before or after, so that a mix-up shows.
        const std::uint64_t input = 1000 + serial % 9973;
        const std::uint64_t output = 10 + serial % 997;
        const Speech speech = speechFor(serial);
        const bool stream = asked->body.value("stream", false);
        bool sent = false;
        if (asked->path.ends_with("/chat/completions")) {
            const Json usage = chatUsage(input, output);
            const Json message{{"role", "assistant"}, {"content", speech.word}};
            sent =
                stream
                    ? sendStream(socket, chatEvents(serial, speech, usage), cutFor(serial), speech.isPaced)
                    : socket.sendAll(whole(
                          200,
                          {{"id", "chatcmpl-" + std::to_string(serial)},
                           {"object", "chat.completion"},
                           {"created", 1},
                           {"model", "m"},
                           {"choices",
                            Json::array({{{"index", 0}, {"message", message}, {"finish_reason", "stop"}}})},
                           {"usage", usage}}));
        } else {
            const Json usage = responsesUsage(input, output);
            Json response = responseObject(serial, "completed", Json::array({messageItem(serial, speech)}));
            response["usage"] = usage;
            sent = stream ? sendStream(socket, responsesEvents(serial, speech, usage), cutFor(serial),
                                       speech.isPaced)
                          : socket.sendAll(whole(200, response));
        }
        if (!sent)
            return;
    }
}

} // namespace signalbox::soak
