#pragma once

#include "net/transport.h"

#include <functional>
#include <string>

namespace signalbox::test {

/// Reads all it is told of and counts the notices.
class RecordingObserver final : public net::Connection::Observer
{
public:
    explicit RecordingObserver(net::Connection &watched) : connection(&watched) { watched.setObserver(this); }

    void onConnected() override
    {
        ++connected;
        if (whenConnected)
            whenConnected();
    }
    void onReadable() override
    {
        ++readable;
        if (whenReadable) {
            whenReadable();
            return;
        }
        ByteBuffer bytes;
        const auto status = connection->read(bytes, most);
        received += bytes.view();
        if (status == net::Connection::ReadStatus::End)
            ++ends;
    }
    void onWriteDrained() override
    {
        ++drained;
        if (whenDrained)
            whenDrained();
    }
    void onFailed(const Error &failure) override
    {
        ++failures;
        error = failure;
        if (whenFailed)
            whenFailed();
    }

    net::Connection *connection;
    std::size_t most = 64 * 1024;
    int connected = 0;
    int readable = 0;
    int drained = 0;
    int failures = 0;
    int ends = 0;
    std::string received;
    Error error;
    std::function<void()> whenConnected;
    std::function<void()> whenReadable;
    std::function<void()> whenDrained;
    std::function<void()> whenFailed;
};

} // namespace signalbox::test
