// The program: finds the command and runs it.
#include "app/commands.h"
#include "app/composition.h"
#include "app/exit_code.h"

#include <cstdio>
#include <string>
#include <vector>

using namespace signalbox::app;

namespace {

std::string overview()
{
    std::string text = "Signalbox " + version() +
                       ": a gateway between coding agents and the models of any provider.\n\nUsage:\n";
    for (const Command &command : commands())
        text += "  signalbox " + command.spec.name + (command.spec.name.empty() ? "" : " ") +
                command.spec.synopsis + '\n';
    text += "\n`signalbox COMMAND --help` tells more. Every command takes --config FILE and --data-dir DIR.\n"
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 address taken, 4 no gateway to "
            "talk to.\n";
    return text;
}

const Command *find(const std::string &name)
{
    for (const Command &command : commands()) {
        if (command.spec.name == name)
            return &command;
    }
    return nullptr;
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && (words[0] == "--help" || words[0] == "-h" || words[0] == "help")) {
        std::fputs(overview().c_str(), stdout);
        return kDone;
    }
    if (!words.empty() && (words[0] == "--version" || words[0] == "-V")) {
        std::printf("signalbox %s\n", version().c_str());
        return kDone;
    }
    const bool named = !words.empty() && !words[0].starts_with('-');
    const std::string name = named ? words[0] : std::string();
    const Command *command = find(name);
    if (command == nullptr) {
        if (!named)
            return complain("this build has no window; use `signalbox serve`", kWrongUsage);
        return complain("there is no command \"" + name + "\"; see `signalbox --help`", kWrongUsage);
    }
    if (named)
        words.erase(words.begin());
    const auto arguments = Arguments::parse(command->spec, words);
    if (!arguments)
        return complain(arguments.error().message, kWrongUsage);
    if (arguments->has("help")) {
        std::fputs(helpText(command->spec).c_str(), stdout);
        return kDone;
    }
    return command->run(*arguments, argc, argv);
}
