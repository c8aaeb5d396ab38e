#include "app/secret_prompt.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace signalbox::app {

namespace {

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr char kInterrupt = '\x03';

/// Without echo, and with Ctrl-C as a character: killed in between, the terminal would stay silent.
class SilentTerminal
{
public:
    SilentTerminal()
    {
        m_changed = tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_changed)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        silent.c_cc[VEOL] = kInterrupt; // ends the line, so that it is read at once
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

/// Up to the end, or to the end of a line. Grows in one buffer: an outgrown one would keep a part of it.
Result<Secret> readSecret(bool oneLine)
{
    std::string text;
    text.reserve(kMostBytes + 1);
    for (;;) {
        char c = 0;
        const ssize_t got = read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || (oneLine && c == '\n'))
            break;
        text += c;
        if (text.size() > kMostBytes || (oneLine && c == kInterrupt)) {
            const bool interrupted = c == kInterrupt;
            wipe(text);
            return interrupted
                       ? fail(ErrorCode::Cancelled, "interrupted; nothing was changed")
                       : fail(ErrorCode::InvalidInput, "this is longer than any key; nothing was changed");
        }
    }
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    if (text.empty())
        return fail(ErrorCode::InvalidInput, "no secret was given; nothing was changed");
    return Secret(std::move(text));
}

} // namespace

Result<Secret> askSecret(const std::string &question)
{
    if (isatty(STDIN_FILENO) == 0)
        return readSecret(false);
    const SilentTerminal silent;
    std::fputs(question.c_str(), stderr);
    std::fflush(stderr);
    auto secret = readSecret(true);
    std::fputc('\n', stderr);
    return secret;
}

} // namespace signalbox::app
