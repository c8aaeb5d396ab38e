#pragma once

#include "wire/format.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::responses {

/// The `response` object of an answer as it stands at some point, with every member that clients require.
struct ResponseState
{
    std::string_view id;
    std::string_view model;
    std::string_view status;      ///< "in_progress", "completed", "incomplete", "failed"
    std::string_view items;       ///< the finished ones, JSON, commas between them
    std::string_view incomplete;  ///< why: "max_output_tokens", "content_filter"; empty where it is not
    std::string_view failureCode; ///< empty where it did not fail
    std::string_view failureMessage;
    std::optional<record::Usage> usage;
};

void appendResponse(std::string &out, const ResponseState &state, const AnswerContext &context);

/// What a failure is called inside an answer, so that Codex does the right thing: tries again, waits, or shows it.
[[nodiscard]] std::string_view failureCode(ir::FailureKind kind);
/// Its message; where a wait is known it stands in the words that Codex reads.
[[nodiscard]] std::string failureMessage(const ir::Failure &failure);

} // namespace signalbox::wire::responses
