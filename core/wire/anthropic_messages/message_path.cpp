#include "wire/anthropic_messages/message_path.h"

#include "base/percent_encoding.h"
#include "wire/bedrock_model.h"

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kModel = "{model}";

std::string filled(std::string_view pattern, std::string_view model)
{
    const std::size_t at = pattern.find(kModel);
    if (at == std::string_view::npos)
        return std::string(pattern);
    std::string path(pattern.substr(0, at));
    appendPercentEncoded(path, model, "@"); // before a version, as Google's clients write it
    return path.append(pattern.substr(at + kModel.size()));
}

} // namespace

std::string messagesPath(const Target &target, bool stream)
{
    const Dialect &dialect = target.dialect;
    const std::string &pattern =
        stream && !dialect.messagesStreamPath.empty() ? dialect.messagesStreamPath : dialect.messagesPath;
    return filled(pattern, target.model);
}

std::string countPath(const Target &target)
{
    return filled(target.dialect.messagesCountPath,
                  target.dialect.invokes ? foundationModel(target.model) : target.model);
}

bool isModelInPath(const Target &target)
{
    return target.dialect.messagesPath.find(kModel) != std::string::npos;
}

} // namespace signalbox::wire::anthropic
