#include "load/request.h"

#include "load/agent_request.h"

namespace signalbox::bench {

namespace {

std::string smallBody(const LoadOptions &options)
{
    const std::string begin =
        R"({"model":")" + options.model + R"(","stream":)" + (options.stream ? "true" : "false");
    // What the frame around the text takes, about.
    constexpr std::size_t kFrame = 180;
    const std::string text =
        jsonText(options.requestBytes > kFrame ? options.requestBytes - kFrame : std::size_t{1});
    if (options.wire() == Wire::Chat)
        return begin + R"(,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":")" +
               text + R"("}]})";
    return begin + R"(,"instructions":"Be brief.","input":[{"type":"message","role":"user","content":[)" +
           R"({"type":"input_text","text":")" + text + R"("}]}]})";
}

} // namespace

std::string requestBytes(const LoadOptions &options)
{
    const std::string body =
        options.requestBytes <= kSmallRequestBytes
            ? smallBody(options)
            : agentRequest(options.wire(), options.model, options.stream, options.requestBytes);
    std::string request = "POST " + options.path +
                          " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(options.port) +
                          "\r\nContent-Type: application/json\r\nAccept: " +
                          (options.stream ? "text/event-stream" : "application/json") + "\r\n";
    for (const std::string &header : options.headers)
        request += header + "\r\n";
    return request + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace signalbox::bench
