#pragma once

/// Errors of Groq, by hand after a recorded one; a header, because moc of Qt 6.4 stumbles over quotes in raw
/// strings.
#ifndef Q_MOC_RUN
namespace signalbox::wire::testing {

struct FailedCallSample
{
    const char *name;
    const char *body;
    const char *call;      ///< empty: there is none
    const char *arguments; ///< escaped
};

inline constexpr FailedCallSample kFailedCalls[] = {
    {"a call",
     R"({"error":{"code":"tool_use_failed","failed_generation":"{\"name\": \"go\", \"arguments\": {\n  \"a\": \"b\"\n}}","message":"m"}})",
     "go", R"({\n  \"a\": \"b\"\n})"},
    {"a list of one",
     R"({"error":{"code":"tool_use_failed","failed_generation":"[{\"name\":\"go\",\"arguments\":{}}]"}})",
     "go", "{}"},
    {"a list of two",
     R"({"error":{"code":"tool_use_failed","failed_generation":"[{\"name\":\"a\",\"arguments\":{}},{\"name\":\"b\",\"arguments\":{}}]"}})",
     "", ""},
    {"words", R"({"error":{"code":"tool_use_failed","failed_generation":"I would call go"}})", "", ""},
    {"arguments that are no object",
     R"({"error":{"code":"tool_use_failed","failed_generation":"{\"name\":\"go\",\"arguments\":\"x\"}"}})",
     "", ""},
    {"no name", R"({"error":{"code":"tool_use_failed","failed_generation":"{\"arguments\":{}}"}})", "", ""},
    {"another error", R"({"error":{"code":"x","failed_generation":"{\"name\":\"go\",\"arguments\":{}}"}})",
     "", ""},
    {"no JSON", "tool_use_failed", "", ""},
    {"no object", "[]", "", ""},
};

} // namespace signalbox::wire::testing
#endif
