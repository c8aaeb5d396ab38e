#include "app/commands.h"

#include <cstdio>

namespace signalbox::app {

namespace {

const CommandSpec::Option kJson{"json", "", "print one JSON document"};

} // namespace

const std::vector<Command> &commands()
{
    static const std::vector<Command> all{
        {{.name = "serve",
          .synopsis = "[--listen HOST:PORT]",
          .summary = "Runs the gateway alone, without a window. Prints the address once it accepts requests.",
          .options = {{"listen", "HOST:PORT",
                       "instead of the configuration's addresses; port 0 takes a free one"},
                      {"log-level", "LEVEL", "error, warning, info or debug (default: info)"}}},
         runServe},
        {{.name = "check",
          .synopsis = "[--schema]",
          .summary = "Checks the configuration: exit 0, or exit 2 with every finding on a line of its own.",
          .options = {{"schema", "", "print the JSON Schema of the configuration instead"}}},
         runCheck},
        {{.name = "codex",
          .synopsis = "[--model M] [--print] [--] ARGS…",
          .summary = "Runs the Codex CLI through the gateway and leaves its own files as they are. Starts a "
                     "gateway if none runs.",
          .options = {{"model", "M", "model to ask for (default: the first virtual model)"},
                      {"print", "", "show the command and environment instead of running it"}},
          .stopsAtPositional = true},
         runCodex},
        {{.name = "agents",
          .synopsis = "list | connect ID [--model M] [--yes] | restore ID [--yes] | test ID",
          .summary =
              "Coding agents on this computer: connects one by changing a few keys of its own settings, puts "
              "them back, and lets it ask one small question. Shows every change and asks before it writes.",
          .options = {{"model", "M", "model the agent shall ask for (default: the first virtual model)"},
                      {"yes", "", "write without being asked"},
                      kJson},
          .words = {"list", "connect", "restore", "test"}},
         runAgents},
        {{.name = "keys",
          .synopsis = "create [ID] [--models PATTERNS] | list | revoke ID",
          .summary = "Virtual keys: what clients of this gateway identify themselves with. A new key is "
                     "printed once.",
          .options = {{"models", "PATTERNS",
                       "comma-separated names of models it may use, * for any characters (default: *)"},
                      kJson},
          .words = {"create", "list", "revoke"}},
         runKeys},
        {{.name = "secrets",
          .synopsis = "set REF | list | delete REF",
          .summary =
              "Secrets in the keychain, which the configuration names as \"keychain:NAME\". The value is "
              "read from a prompt or from standard input, never from an argument.",
          .options = {kJson},
          .words = {"set", "list", "delete"}},
         runSecrets},
        {{.name = "providers",
          .synopsis = "list | test [ID] [--json]",
          .summary = "Providers and their keys. A test sends each key one small real request, which costs a "
                     "fraction of a cent, and tells how long it took or what is wrong; exit 1 if any failed.",
          .options = {kJson},
          .words = {"list", "test"}},
         runProviders},
        {{.name = "usage",
          .synopsis = "[--since 24h] [--by model|provider|key|team|day] [--json]",
          .summary = "Spend, tokens and latency from the ledger, also while no gateway runs.",
          .options = {{"since", "TIME", "30m, 24h, 7d, 2026-11-20 or 2026-11-20T14:00:00Z (default: 24h)"},
                      {"by", "GROUP", "model, provider, key, team or day"},
                      {"utc", "", "days are those of UTC"},
                      kJson}},
         runUsage},
        {{.name = "requests",
          .synopsis = "[--since 1h] [--model M] [--json]",
          .summary = "The ledger's rows, the newest first.",
          .options = {{"since", "TIME", "as of usage (default: 1h)"},
                      {"model", "M", "as asked for or as served"},
                      {"provider", "ID", "who served it"},
                      {"key", "ID", "virtual key"},
                      {"limit", "N", "at most so many rows (default: 200; 0: all)"},
                      kJson}},
         runRequests},
        {{.name = "doctor",
          .synopsis = "[--json]",
          .summary =
              "Looks at what Signalbox needs, and at the agents that are here: each line is ok, or says "
              "what to do.",
          .options = {kJson}},
         runDoctor},
        {{.name = "completion",
          .synopsis = "bash|zsh|fish",
          .summary = "Prints what makes that shell complete the commands and options of this program.",
          .options = {},
          .words = {"bash", "zsh", "fish"}},
         runCompletion},
#ifdef SIGNALBOX_GUI
        {{.name = "",
          .synopsis = "[--minimized]",
          .summary = "The desktop program; the gateway runs inside it.",
          .options = {{"minimized", "", "begin in the tray, or minimised where the desktop has none"}}},
         runDesktop},
#endif
    };
    return all;
}

int complain(const std::string &message, int code)
{
    std::fprintf(stderr, "signalbox: %s\n", message.c_str());
    return code;
}

} // namespace signalbox::app
