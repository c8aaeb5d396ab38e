#include "http_client.h"

#include <algorithm>
#include <charconv>

namespace signalbox::soak {

namespace {

std::optional<std::size_t> number(std::string_view text, int base)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end == text.data())
        return std::nullopt;
    return value;
}

bool readHead(Socket &socket, Deadline deadline, HttpAnswer &answer)
{
    const auto first = socket.readLine(deadline);
    if (!first || first->size() < 12 || !first->starts_with("HTTP/1.1 "))
        return false;
    for (;;) {
        const auto line = socket.readLine(deadline);
        if (!line)
            return false;
        if (line->empty())
            break;
        const std::size_t colon = line->find(':');
        if (colon == std::string::npos)
            return false;
        std::string name = line->substr(0, colon);
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.headers[name] = line->substr(std::min(line->size(), line->find_first_not_of(' ', colon + 1)));
    }
    answer.status = static_cast<int>(number(std::string_view(*first).substr(9, 3), 10).value_or(0));
    return answer.status != 0;
}

void readChunks(Socket &socket, Deadline deadline, const OnPiece &onPiece, HttpAnswer &answer)
{
    for (;;) {
        const auto sizeLine = socket.readLine(deadline);
        const auto size = sizeLine ? number(*sizeLine, 16) : std::nullopt;
        if (!size)
            return;
        auto piece = socket.readExactly(*size, deadline);
        const auto lineEnd = piece ? socket.readLine(deadline) : std::nullopt;
        if (!lineEnd || !lineEnd->empty())
            return;
        if (*size == 0) {
            answer.whole = true;
            return;
        }
        answer.body += *piece;
        if (onPiece && !onPiece(answer.body))
            return;
    }
}

} // namespace

std::string postRequest(std::string_view path, std::string_view key, std::string_view coding,
                        std::string_view body)
{
    std::string request = "POST ";
    request.append(path).append(
        " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer ");
    request.append(key);
    if (!coding.empty())
        request.append("\r\nContent-Encoding: ").append(coding);
    request.append("\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
    return request;
}

HttpAnswer readAnswer(Socket &socket, Deadline deadline, const OnPiece &onPiece)
{
    HttpAnswer answer;
    if (!readHead(socket, deadline, answer)) {
        answer.status = 0;
        return answer;
    }
    if (answer.headers["transfer-encoding"] == "chunked") {
        readChunks(socket, deadline, onPiece, answer);
        return answer;
    }
    const auto length = number(answer.headers["content-length"], 10);
    if (!length)
        return answer;
    if (auto body = socket.readExactly(*length, deadline)) {
        answer.body = std::move(*body);
        answer.whole = true;
        if (onPiece)
            onPiece(answer.body);
    }
    return answer;
}

int getStatus(std::uint16_t port, std::string_view path)
{
    auto socket = Socket::connectTo(port);
    if (!socket)
        return 0;
    const std::string request =
        std::string("GET ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    if (!socket->sendAll(request))
        return 0;
    return readAnswer(*socket, after(std::chrono::seconds(5)), {}).status;
}

} // namespace signalbox::soak
