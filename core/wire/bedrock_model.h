#pragma once

#include <string_view>

namespace signalbox::wire {

/// The model behind an id of Bedrock's: what counts tokens there knows no inference profiles, though newer
/// models are asked for answers by nothing else. "us.anthropic.claude-x", and an ARN that ends so, is
/// "anthropic.claude-x"; what does not tell its model stays as it is.
[[nodiscard]] std::string_view foundationModel(std::string_view id);

} // namespace signalbox::wire
