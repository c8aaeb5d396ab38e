#include "wire/anthropic_messages/message_path.h"

#include "base/percent_encoding.h"

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kModel = "{model}";

} // namespace

std::string messagesPath(const Target &target, bool stream)
{
    const Dialect &dialect = target.dialect;
    const std::string &pattern =
        stream && !dialect.messagesStreamPath.empty() ? dialect.messagesStreamPath : dialect.messagesPath;
    const std::size_t at = pattern.find(kModel);
    if (at == std::string::npos)
        return pattern;
    std::string path = pattern.substr(0, at);
    appendPercentEncoded(path, target.model, "@"); // before a version, as Google's clients write it
    return path.append(pattern, at + kModel.size());
}

bool isModelInPath(const Target &target)
{
    return target.dialect.messagesPath.find(kModel) != std::string::npos;
}

} // namespace signalbox::wire::anthropic
