#pragma once

#include "ui/fake_desk.h"

namespace signalbox::tests {

/// Five providers with a morning of traffic up to `now`: OpenAI with two keys, Anthropic, Gemini, a server on
/// this computer that does not answer, and the simulated one, which is off.
void fillProviders(FakeDesk &desk, WallTime now);
/// Every key of the keychain is out of reach.
void lockKeychain(FakeDesk &desk);

} // namespace signalbox::tests
