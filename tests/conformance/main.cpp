// Recorded exchanges through the program's readers and writers: what must be kept is kept, or the matrix says
// so.
#include "checks.h"
#include "exchange.h"
#include "report.h"
#include "targets.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace signalbox;
using namespace signalbox::conformance;

namespace {

constexpr const char *kUsage = R"(usage: ./dev conformance [--json] [--write] [FOLDER…]

Takes recorded exchanges through every reader and writer of the wire formats. Without FOLDER: the recordings and
captures beside the project where they are there, and the exchanges written by hand (tests/conformance/fixtures).

  --json    what was found as one JSON document
  --write   the matrix into docs/conformance.md

Exit status: 0 all is kept, 1 something is not, 2 wrong arguments.
)";

struct Options
{
    bool json = false;
    bool write = false;
    std::vector<std::string> folders;
};

std::vector<std::string> usualFolders()
{
    std::vector<std::string> folders;
    for (const char *name : {"../shared/recordings", "../shared/captures", "tests/conformance/fixtures"}) {
        if (std::filesystem::is_directory(name))
            folders.emplace_back(name);
    }
    return folders;
}

/// The rows that whoever recorded it would look for it in.
void addScenarios(const Exchange &exchange, Outcome &outcome)
{
    for (const Scenario &scenario : kScenarios) {
        const bool applies = std::ranges::any_of(scenario.features, [&](std::string_view feature) {
            return !feature.empty() && exchange.features.contains(std::string(feature));
        });
        if (applies)
            outcome.scenarios.insert(scenario.name);
    }
}

void check(const Exchange &exchange, Report &report)
{
    for (const auto &outcomes :
         {checkRequest(exchange, {}), checkAnswer(exchange, {}), checkReplay(exchange, {})}) {
        for (Outcome outcome : outcomes) {
            addScenarios(exchange, outcome);
            report.outcomes.push_back(std::move(outcome));
        }
    }
}

Report checkFolders(const std::vector<std::string> &folders)
{
    Report report;
    std::map<wire::Format, int> counts;
    for (const std::string &name : folders) {
        const Folder folder = readFolder(name);
        for (const Exchange &exchange : folder.exchanges) {
            ++counts[exchange.format];
            check(exchange, report);
        }
        for (const auto &[reason, file] : folder.leftAside)
            ++report.leftAside[reason];
    }
    for (const wire::Format format : kUpstreams)
        report.holdings.emplace_back(toString(format), counts[format]);
    return report;
}

std::string today()
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    char day[16];
    return {day, std::strftime(day, sizeof day, "%Y-%m-%d", std::gmtime(&now))};
}

/// False where the arguments are wrong.
bool parse(const QStringList &arguments, Options &options)
{
    for (const QString &argument : arguments) {
        if (argument == QLatin1String("--json"))
            options.json = true;
        else if (argument == QLatin1String("--write"))
            options.write = true;
        else if (argument.startsWith(QLatin1Char('-')))
            return false;
        else
            options.folders.push_back(argument.toStdString());
    }
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Options options;
    if (!parse(QCoreApplication::arguments().mid(1), options)) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    if (options.folders.empty())
        options.folders = usualFolders();
    for (const std::string &folder : options.folders) {
        if (!std::filesystem::is_directory(folder)) {
            std::fprintf(stderr, "%s is no folder\n", folder.c_str());
            return 2;
        }
    }
    const Report report = checkFolders(options.folders);
    if (report.outcomes.empty()) {
        std::fputs("there is nothing to check\n", stderr);
        return 2;
    }
    if (options.write)
        std::ofstream("docs/conformance.md", std::ios::binary) << asMarkdown(report, today());
    std::fputs((options.json ? asJson(report) : asText(report)).c_str(), stdout);
    return report.failures() > 0 ? 1 : 0;
}
