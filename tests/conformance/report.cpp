#include "report.h"

#include "losses.h"
#include "meaning.h"
#include "targets.h"

#include <algorithm>
#include <tuple>

namespace signalbox::conformance {

namespace {

using wire::Format;

struct Cell
{
    int same = 0;
    int differing = 0; ///< as a rule allows
    int refused = 0;   ///< likewise
    int failed = 0;
    std::set<std::string_view> losses;
};

using Key = std::tuple<Format, Format, std::string_view>; // client, upstream, scenario

/// Up to the table of what there was to check.
constexpr std::string_view kIntroduction =
    R"(Recorded exchanges with providers, captured requests of agents and
exchanges written by hand are taken through the program's readers and writers:

- a **request** of a client is written for every provider's format and read back;
- an **answer** of a provider, whole or streamed and cut anywhere, is written for every client, whole and streamed, and
  read back; an **error** is told in every client's words;
- a **conversation** goes on: a client replays the answer, and the provider must see its ids and its opaque state
  again, byte for byte.

✓: so many checks came to the same. ≈: something differed as the rules allow whose numbers stand behind. ⊘: refused, as
a rule says. ✗: something was lost that no rule allows. –: nothing of the kind is recorded.

| exchanges | |
|---|---|
)";

bool isRefused(const Outcome &outcome)
{
    return std::ranges::any_of(outcome.losses,
                               [](std::string_view id) { return id.starts_with("refused-"); });
}

std::map<Key, Cell> cellsOf(const Report &report)
{
    std::map<Key, Cell> cells;
    for (const Outcome &outcome : report.outcomes) {
        for (const std::string_view scenario : outcome.scenarios) {
            Cell &cell = cells[{outcome.client, outcome.upstream, scenario}];
            ++(!outcome.failures.empty() ? cell.failed
               : outcome.losses.empty()  ? cell.same
               : isRefused(outcome)      ? cell.refused
                                         : cell.differing);
            cell.losses.insert(outcome.losses.begin(), outcome.losses.end());
        }
    }
    return cells;
}

/// Failures of one kind: check, formats, and what it is about.
struct Kind
{
    int count = 0;
    std::string first; ///< in words
    std::vector<std::string> files;
};

std::map<std::string, Kind> kindsOf(const Report &report)
{
    std::map<std::string, Kind> kinds;
    for (const Outcome &outcome : report.outcomes) {
        const std::string way = std::string(outcome.check) + ", " + std::string(toString(outcome.client)) +
                                " → " + std::string(toString(outcome.upstream));
        for (const std::string &failure : outcome.failures) {
            Kind &kind = kinds[way + ": " + failure.substr(0, failure.find(':'))];
            if (kind.count++ == 0)
                kind.first = failure;
            if (kind.files.empty() || kind.files.back() != outcome.file)
                kind.files.push_back(outcome.file);
        }
    }
    return kinds;
}

/// The number of a rule, as cells name it.
std::string numberOf(std::string_view id)
{
    const auto losses = allLosses();
    const auto found = std::ranges::find(losses, id, &Loss::id);
    return std::to_string(found - losses.begin() + 1);
}

std::string inMarkdown(const Cell &cell)
{
    std::string text;
    const std::tuple<int, const char *, const char *> counts[]{{cell.failed, "**✗ ", "**"},
                                                               {cell.same, "✓ ", ""},
                                                               {cell.differing, "≈ ", ""},
                                                               {cell.refused, "⊘ ", ""}};
    for (const auto &[count, before, behind] : counts) {
        if (count > 0)
            text += (text.empty() ? "" : " ") + std::string(before) + std::to_string(count) + behind;
    }
    std::vector<int> numbers;
    for (const std::string_view id : cell.losses)
        numbers.push_back(std::stoi(numberOf(id)));
    std::ranges::sort(numbers);
    std::string list;
    for (const int number : numbers)
        list += (list.empty() ? "" : ",") + std::to_string(number);
    return list.empty() ? text : text + " <sup>" + list + "</sup>";
}

void appendMatrix(std::string &out, const std::map<Key, Cell> &cells, Format client)
{
    out += "\n## Clients of " + std::string(toString(client)) + "\n\n| |";
    std::string line = "\n|---|";
    for (const Format upstream : kUpstreams) {
        out += " " + std::string(toString(upstream)) + " |";
        line += "---|";
    }
    out += line + "\n";
    for (const Scenario &scenario : kScenarios) {
        out += "| " + std::string(scenario.name) + " |";
        for (const Format upstream : kUpstreams) {
            const auto cell = cells.find({client, upstream, scenario.name});
            out += " " + (cell == cells.end() ? std::string("–") : inMarkdown(cell->second)) + " |";
        }
        out += "\n";
    }
}

void appendFailures(std::string &out, const Report &report)
{
    const std::map<std::string, Kind> kinds = kindsOf(report);
    out += "\n## What fails\n\n";
    if (kinds.empty())
        out += "Nothing.\n";
    for (const auto &[name, kind] : kinds)
        out += "- " + name + " (" + std::to_string(kind.count) + "): `" + kind.first + "`; first in `" +
               kind.files.front() + "`\n";
}

} // namespace

int Report::failures() const
{
    return static_cast<int>(
        std::ranges::count_if(outcomes, [](const Outcome &outcome) { return !outcome.failures.empty(); }));
}

std::string asMarkdown(const Report &report, const std::string &day)
{
    std::string out = "# Conformance\n\nWritten by `./dev conformance --write` on " + day + ". ";
    out += kIntroduction;
    for (const auto &[name, count] : report.holdings)
        out += "| " + name + " | " + std::to_string(count) + " |\n";
    out += "\n" + std::to_string(report.outcomes.size()) + " checks, " + std::to_string(report.failures()) +
           " with a failure. Left aside, by endpoint or reason:\n\n";
    for (const auto &[reason, count] : report.leftAside)
        out += "- " + reason + ": " + std::to_string(count) + "\n";
    const std::map<Key, Cell> cells = cellsOf(report);
    for (const Format client : kClients)
        appendMatrix(out, cells, client);
    out += "\n## What may differ\n\n";
    int number = 0;
    for (const Loss &loss : allLosses())
        out += std::to_string(++number) + ". " + std::string(loss.rule) + "\n";
    appendFailures(out, report);
    return out;
}

std::string asJson(const Report &report)
{
    Json cells = Json::array();
    for (const auto &[key, cell] : cellsOf(report))
        cells.push_back({{"client", toString(std::get<0>(key))},
                         {"upstream", toString(std::get<1>(key))},
                         {"scenario", std::get<2>(key)},
                         {"same", cell.same},
                         {"differing", cell.differing},
                         {"refused", cell.refused},
                         {"failed", cell.failed},
                         {"losses", cell.losses}});
    Json failures = Json::array();
    for (const auto &[name, kind] : kindsOf(report))
        failures.push_back(
            {{"kind", name}, {"count", kind.count}, {"first", kind.first}, {"files", kind.files}});
    Json losses = Json::object();
    for (const Loss &loss : allLosses())
        losses[std::string(loss.id)] = loss.rule;
    const Json document = {{"checks", report.outcomes.size()},
                           {"failed", report.failures()},
                           {"exchanges", report.holdings},
                           {"leftAside", report.leftAside},
                           {"cells", cells},
                           {"failures", failures},
                           {"losses", losses}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string asText(const Report &report)
{
    std::string out;
    for (const auto &[name, kind] : kindsOf(report))
        out += "fail " + name + " (" + std::to_string(kind.count) + ")\n     " + kind.first + "\n     " +
               kind.files.front() + "\n";
    const int failed = report.failures();
    out +=
        std::to_string(report.outcomes.size()) + " checks, " + std::to_string(failed) + " with a failure\n";
    return out;
}

std::string inWords(std::string_view what, std::string_view wanted, std::string_view found)
{
    constexpr std::size_t most = 120;
    const auto shown = [](std::string_view text, std::size_t from) {
        std::string words = text.empty() ? "nothing" : canonical(Json(std::string(text.substr(from, most))));
        return from > 0 ? "… " + words : words;
    };
    // Long texts are shown from a little before where they part.
    const auto [one, other] = std::ranges::mismatch(wanted, found);
    const auto parting = static_cast<std::size_t>(one - wanted.begin());
    const std::size_t from = !found.empty() && parting > most / 2 ? parting - most / 4 : 0;
    return std::string(what) + ": " + shown(wanted, from) + " became " +
           shown(found, std::min(from, found.size()));
}

} // namespace signalbox::conformance
