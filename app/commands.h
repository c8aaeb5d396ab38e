#pragma once

#include "app/arguments.h"

#include <string>
#include <vector>

namespace signalbox::app {

/// One command of the program: what it takes, and what runs it. `run` answers the exit code.
struct Command
{
    CommandSpec spec;
    int (*run)(const Arguments &arguments, int &argc, char **argv);
};

/// In the order in which --help lists them. The first, nameless one is the desktop program, where it is built
/// in.
[[nodiscard]] const std::vector<Command> &commands();

int runServe(const Arguments &arguments, int &argc, char **argv);
int runCheck(const Arguments &arguments, int &argc, char **argv);
int runCodex(const Arguments &arguments, int &argc, char **argv);
int runAgents(const Arguments &arguments, int &argc, char **argv);
int runKeys(const Arguments &arguments, int &argc, char **argv);
int runSecrets(const Arguments &arguments, int &argc, char **argv);
int runUsage(const Arguments &arguments, int &argc, char **argv);
int runRequests(const Arguments &arguments, int &argc, char **argv);
int runProviders(const Arguments &arguments, int &argc, char **argv);
int runDoctor(const Arguments &arguments, int &argc, char **argv);
int runCompletion(const Arguments &arguments, int &argc, char **argv);
int runDesktop(const Arguments &arguments, int &argc, char **argv);

/// "signalbox: message" on stderr; answers `code`.
int complain(const std::string &message, int code);

} // namespace signalbox::app
