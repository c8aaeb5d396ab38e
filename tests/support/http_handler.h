#pragma once

#include "http/server.h"

#include <functional>
#include <string>
#include <vector>

namespace signalbox::test {

/// A handler whose doings a test gives as functions; unset, it answers 200 with the body it got.
class RecordingHandler final : public http::Handler
{
public:
    std::optional<http::Response> refuseEarly(const http::RequestHead &head, const std::string &) override
    {
        return onRefuseEarly ? onRefuseEarly(head) : std::nullopt;
    }

    void handle(http::Exchange &exchange) override
    {
        requests.push_back(exchange.head());
        bodies.emplace_back(exchange.body());
        if (onHandle) {
            onHandle(exchange);
            return;
        }
        exchange.respond({200, {}, std::string(exchange.body())});
    }

    http::Response protocolError(int status, const std::string &message, const http::RequestHead &) override
    {
        errors.push_back(status);
        return {status, {}, message};
    }

    std::function<std::optional<http::Response>(const http::RequestHead &)> onRefuseEarly;
    std::function<void(http::Exchange &)> onHandle;
    std::vector<http::RequestHead> requests;
    std::vector<std::string> bodies;
    std::vector<int> errors;
};

/// Keeps an exchange open and counts what it is told.
class RecordingListener final : public http::Exchange::Listener
{
public:
    void onClientGone() override { ++gone; }
    void onSendable() override
    {
        ++sendable;
        if (whenSendable)
            whenSendable();
    }

    int gone = 0;
    int sendable = 0;
    std::function<void()> whenSendable;
};

} // namespace signalbox::test
