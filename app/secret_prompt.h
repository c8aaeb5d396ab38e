#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <string>

namespace signalbox::app {

/// A secret from the terminal, where standard input is one: asked for on stderr, typed without echo; else all
/// of standard input, without the line break at its end. InvalidInput where nothing comes, or more than any
/// key; Cancelled by Ctrl-C. Blocks until it is there.
[[nodiscard]] Result<Secret> askSecret(const std::string &question);

} // namespace signalbox::app
