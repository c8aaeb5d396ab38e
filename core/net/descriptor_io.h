#pragma once

#include "base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// What is done to a TCP descriptor (POSIX), and what its errors are called.
namespace signalbox::net {

/// Non-blocking, without Nagle's delay, not inherited by children.
void prepareDescriptor(int descriptor);
/// From here on closing it makes the peer see a reset: an orderly end would look like a whole answer.
void resetOnClose(int descriptor);

/// `error` is an errno, or 0: then fewer bytes than asked for mean that the system takes or has no more now.
struct Moved
{
    std::size_t bytes = 0;
    int error = 0;
    bool isEnd = false; ///< received: the peer has sent all it will
};
/// By one call of the system, at most eight pieces.
[[nodiscard]] Moved sendPieces(int descriptor, std::span<const std::string_view> pieces);
[[nodiscard]] Moved receive(int descriptor, std::span<char> room);

/// Why a connection broke, or could not be made, from errno. In our words: the system's name no cause.
[[nodiscard]] Error describeBrokenConnection(int error);
[[nodiscard]] Error describeFailedConnect(int error);

/// "127.0.0.1:50123" of the other side; empty where there is none.
[[nodiscard]] std::string peerAddressOf(int descriptor);

} // namespace signalbox::net
