#pragma once

#include "app/paths.h"
#include "base/result.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

/// What a command takes, for reading its arguments and for its help.
struct CommandSpec
{
    std::string name;
    std::string synopsis; ///< behind the name: "[--since 24h] [--json]"
    std::string summary;
    struct Option
    {
        std::string name;  ///< "since"
        std::string value; ///< "TIME"; empty: a switch
        std::string help;
    };
    std::vector<Option> options;
    bool stopsAtPositional = false;   ///< what follows the first word or "--" belongs to somebody else
    std::vector<std::string> words{}; ///< what its first word may be: "create", "list"; empty: anything
};

/// What every command takes besides its own.
[[nodiscard]] std::span<const CommandSpec::Option> commonOptions();

/// A command's arguments, read.
class Arguments final
{
public:
    /// InvalidInput with a message that ends in what to do.
    [[nodiscard]] static Result<Arguments> parse(const CommandSpec &spec,
                                                 const std::vector<std::string> &words);

    [[nodiscard]] bool has(std::string_view option) const { return m_options.contains(option); }
    [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
    [[nodiscard]] const std::vector<std::string> &words() const { return m_words; }
    [[nodiscard]] Paths paths() const { return pathsFor(value("config"), value("data-dir")); }

private:
    std::map<std::string, std::string, std::less<>> m_options;
    std::vector<std::string> m_words;
};

/// `signalbox NAME --help`.
[[nodiscard]] std::string helpText(const CommandSpec &spec);

} // namespace signalbox::app
