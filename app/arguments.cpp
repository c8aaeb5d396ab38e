#include "app/arguments.h"

#include <algorithm>

namespace signalbox::app {

namespace {

/// Every command takes these.
const CommandSpec::Option kCommon[] = {
    {"config", "FILE", "configuration file (default: $XDG_CONFIG_HOME/signalbox/config.json)"},
    {"data-dir", "DIR", "folder of the ledger (default: $XDG_DATA_HOME/signalbox)"},
    {"help", "", "show this help"},
};

const CommandSpec::Option *find(const CommandSpec &spec, std::string_view name)
{
    const auto named = [&](const CommandSpec::Option &option) { return option.name == name; };
    if (const auto own = std::find_if(spec.options.begin(), spec.options.end(), named);
        own != spec.options.end())
        return &*own;
    const auto common = std::find_if(std::begin(kCommon), std::end(kCommon), named);
    return common != std::end(kCommon) ? common : nullptr;
}

void appendOption(std::string &text, const CommandSpec::Option &option)
{
    std::string left = "  --" + option.name + (option.value.empty() ? "" : ' ' + option.value);
    left.resize(std::max<std::size_t>(left.size() + 2, 26), ' ');
    text += left + option.help + '\n';
}

} // namespace

std::span<const CommandSpec::Option> commonOptions()
{
    return kCommon;
}

Result<Arguments> Arguments::parse(const CommandSpec &spec, const std::vector<std::string> &words)
{
    const auto wrong = [&](const std::string &message) {
        return fail(ErrorCode::InvalidInput, message + "; see `signalbox " + spec.name + " --help`");
    };
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (word == "--") {
            arguments.m_words.insert(arguments.m_words.end(),
                                     words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
            break;
        }
        if (!word.starts_with("--")) {
            if (spec.stopsAtPositional) {
                arguments.m_words.insert(arguments.m_words.end(),
                                         words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
                break;
            }
            if (word.starts_with('-') && word.size() > 1)
                return wrong("unknown option " + word);
            arguments.m_words.push_back(word);
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        const CommandSpec::Option *option = find(spec, name);
        if (option == nullptr)
            return wrong("unknown option --" + name);
        std::string value;
        if (equals != std::string::npos) {
            if (option->value.empty())
                return wrong("--" + name + " takes no value");
            value = word.substr(equals + 1);
        } else if (!option->value.empty()) {
            if (i + 1 == words.size())
                return wrong("--" + name + " needs a value (" + option->value + ")");
            value = words[++i];
        }
        arguments.m_options[name] = value;
    }
    return arguments;
}

std::optional<std::string> Arguments::value(std::string_view option) const
{
    const auto found = m_options.find(option);
    return found == m_options.end() ? std::nullopt : std::optional(found->second);
}

std::string helpText(const CommandSpec &spec)
{
    std::string text = "Usage: signalbox " + spec.name + (spec.synopsis.empty() ? "" : ' ' + spec.synopsis) +
                       "\n\n" + spec.summary + "\n\n";
    for (const CommandSpec::Option &option : spec.options)
        appendOption(text, option);
    for (const CommandSpec::Option &option : kCommon)
        appendOption(text, option);
    return text;
}

} // namespace signalbox::app
