#pragma once

#include "net/descriptor_watch.h"

namespace signalbox::net {

/// Watches by QSocketNotifier, up to two a descriptor: on every POSIX system. Lives on the thread that uses
/// it.
class NotifierWatcher final : public DescriptorWatcher
{
public:
    [[nodiscard]] std::unique_ptr<DescriptorWatch> watch(int descriptor,
                                                         DescriptorWatch::Owner &owner) override;
    [[nodiscard]] bool tellsOnce() const override { return false; }
};

} // namespace signalbox::net
