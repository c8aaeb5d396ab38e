#include "app/completion.h"

#include "app/exit_code.h"

#include <cstdio>

namespace signalbox::app {

namespace {

using Option = CommandSpec::Option;

std::vector<Option> optionsOf(const Command &command)
{
    std::vector<Option> all = command.spec.options;
    const auto common = commonOptions();
    all.insert(all.end(), common.begin(), common.end());
    return all;
}

/// In single quotes, as all three shells read them.
std::string inQuotes(std::string_view text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

/// Brackets and colons have a meaning of their own for zsh's _arguments.
std::string escapedForZsh(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':')
            out += '\\';
        out += c;
    }
    return out;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string out;
    for (const std::string &word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

/// The first sentence, for lists with a line an entry.
std::string brief(const std::string &summary)
{
    const auto end = summary.find_first_of(".:");
    return summary.substr(0, end);
}

std::vector<std::string> names(const std::vector<Command> &commands)
{
    std::vector<std::string> all;
    for (const Command &command : commands) {
        if (!command.spec.name.empty())
            all.push_back(command.spec.name);
    }
    return all;
}

std::string bashScript(const std::vector<Command> &commands)
{
    std::string out =
        "# bash completion for signalbox\n"
        "_signalbox() {\n"
        "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=\n"
        "  case $previous in\n"
        "    --config) mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return ;;\n"
        "    --data-dir) mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); return ;;\n"
        "  esac\n"
        "  if [[ $COMP_CWORD -eq 1 && $current != -* ]]; then\n"
        "    words=" +
        inQuotes(joined(names(commands))) +
        "\n"
        "  else\n"
        "    case ${COMP_WORDS[1]} in\n";
    for (const Command &command : commands) {
        std::string options;
        for (const Option &option : optionsOf(command))
            options += (options.empty() ? "--" : " --") + option.name;
        const std::string pattern = command.spec.name.empty() ? "*" : command.spec.name;
        out += "      " + pattern + ") ";
        if (!command.spec.words.empty())
            out +=
                "[[ $COMP_CWORD -eq 2 && $current != -* ]] && words=" + inQuotes(joined(command.spec.words)) +
                " || ";
        out += "words=" + inQuotes(options) + " ;;\n";
    }
    return out + "    esac\n"
                 "  fi\n"
                 "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                 "}\n"
                 "complete -F _signalbox signalbox\n";
}

std::string zshScript(const std::vector<Command> &commands)
{
    std::string out = "#compdef signalbox\n"
                      "_signalbox() {\n"
                      "  local -a commands\n"
                      "  commands=(\n";
    for (const Command &command : commands) {
        if (!command.spec.name.empty())
            out += "    " + inQuotes(command.spec.name + ':' + brief(command.spec.summary)) + '\n';
    }
    out += "  )\n"
           "  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
           "    _describe command commands\n"
           "    return\n"
           "  fi\n"
           "  case $words[2] in\n";
    for (const Command &command : commands) {
        out += "    " + (command.spec.name.empty() ? std::string("*") : command.spec.name) + ") _arguments";
        for (const Option &option : optionsOf(command)) {
            std::string entry = "--" + option.name + '[' + escapedForZsh(option.help) + ']';
            if (option.name == "config")
                entry += ":file:_files";
            else if (option.name == "data-dir")
                entry += ":folder:_files -/";
            else if (!option.value.empty())
                entry += ':' + option.value + ':';
            out += " \\\n      " + inQuotes(entry);
        }
        if (!command.spec.words.empty())
            out += " \\\n      '2:what:(" + joined(command.spec.words) + ")'";
        out += " ;;\n";
    }
    return out + "  esac\n"
                 "}\n"
                 "_signalbox \"$@\"\n";
}

std::string fishScript(const std::vector<Command> &commands)
{
    std::string out = "# fish completion for signalbox\n"
                      "complete -c signalbox -f\n";
    for (const Command &command : commands) {
        const std::string &name = command.spec.name;
        const std::string condition =
            name.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + name;
        if (!name.empty())
            out += "complete -c signalbox -n __fish_use_subcommand -a " + name + " -d " +
                   inQuotes(brief(command.spec.summary)) + '\n';
        for (const std::string &word : command.spec.words)
            out += "complete -c signalbox -n " + inQuotes(condition) + " -a " + word + '\n';
        for (const Option &option : optionsOf(command))
            out += "complete -c signalbox -n " + inQuotes(condition) + " -l " + option.name +
                   (option.value.empty()                                   ? ""
                    : option.name == "config" || option.name == "data-dir" ? " -rF"
                                                                           : " -r") +
                   " -d " + inQuotes(option.help) + '\n';
    }
    return out;
}

} // namespace

std::optional<Shell> shellNamed(std::string_view name)
{
    if (name == "bash")
        return Shell::Bash;
    if (name == "zsh")
        return Shell::Zsh;
    if (name == "fish")
        return Shell::Fish;
    return std::nullopt;
}

std::string completionScript(Shell shell, const std::vector<Command> &commands)
{
    switch (shell) {
    case Shell::Bash:
        return bashScript(commands);
    case Shell::Zsh:
        return zshScript(commands);
    case Shell::Fish:
        break;
    }
    return fishScript(commands);
}

int runCompletion(const Arguments &arguments, int & /*argc*/, char ** /*argv*/)
{
    const auto shell =
        arguments.words().size() == 1 ? shellNamed(arguments.words().front()) : std::optional<Shell>();
    if (!shell)
        return complain("name a shell: bash, zsh or fish", kWrongUsage);
    std::fputs(completionScript(*shell, commands()).c_str(), stdout);
    return kDone;
}

} // namespace signalbox::app
