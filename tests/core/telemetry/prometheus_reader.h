#pragma once

#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>

/// Reads the Prometheus text format as strictly as its specification is written: an own reader, so that the
/// writer is not its own judge.
struct PrometheusReader
{
    std::map<std::string, std::string> types;
    std::map<std::string, double> samples; ///< by name{labels}, as written

    /// Nothing if all is well, else the line and what is wrong with it.
    std::optional<std::string> read(const std::string &text)
    {
        static const std::regex help(R"(# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) \S.*)");
        static const std::regex type(R"(# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram))");
        // In pieces and without raw strings: moc cannot read one with quotes in it.
        static const std::string label = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\"";
        static const std::regex sample("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + label + "(?:," + label +
                                       ")*\\})? (-?[0-9]+(?:\\.[0-9]+)?)");
        if (text.empty() || text.back() != '\n')
            return "the last line has no end";
        std::istringstream lines(text);
        std::string line;
        std::set<std::string> closed;
        std::string current;
        while (std::getline(lines, line)) {
            std::smatch match;
            if (std::regex_match(line, match, help)) {
                if (!closed.insert(match[1]).second)
                    return "a second group: " + line;
                current = match[1];
            } else if (std::regex_match(line, match, type)) {
                if (match[1] != current || !types.emplace(match[1], match[2]).second)
                    return "TYPE out of place: " + line;
            } else if (std::regex_match(line, match, sample)) {
                const std::string name = match[1];
                if (name.compare(0, current.size(), current) != 0 ||
                    !suffixFits(name.substr(current.size()), current))
                    return "a sample outside its group: " + line;
                if (!samples.emplace(name + match[2].str(), std::stod(match[3])).second)
                    return "a sample twice: " + line;
            } else {
                return "no line of the format: " + line;
            }
        }
        return std::nullopt;
    }

    double at(const std::string &sample) const
    {
        const auto found = samples.find(sample);
        return found == samples.end() ? -1 : found->second;
    }

private:
    bool suffixFits(const std::string &suffix, const std::string &name)
    {
        if (types[name] == "histogram")
            return suffix == "_bucket" || suffix == "_sum" || suffix == "_count";
        return suffix.empty();
    }
};
