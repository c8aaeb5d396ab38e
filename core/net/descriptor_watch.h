#pragma once

#include <memory>

namespace signalbox::net {

/// Tells one owner when its descriptor can be read or written. Made by a DescriptorWatcher; ends with its
/// destruction, after which nothing is told, not even what the system had reported already. To be destroyed
/// before the descriptor is closed. Lives on one thread.
class DescriptorWatch
{
public:
    struct Readiness
    {
        bool toRead = false; ///< or there is an end or an error to be read
        bool toWrite = false;
        /// The peer has sent its end or a reset: what is read last, however little, is not all there is.
        bool isEnding = false;
    };

    class Owner
    {
    public:
        /// The watch may be destroyed in it.
        virtual void onReady(Readiness readiness) = 0;

    protected:
        ~Owner() = default;
    };

    virtual ~DescriptorWatch() = default;
    /// What is not wanted may be told all the same where that costs nothing (see tellsOnce).
    virtual void setReading(bool wanted) = 0;
    virtual void setWriting(bool wanted) = 0;
};

/// Watches the descriptors of one transport. Outlives its watches.
class DescriptorWatcher
{
public:
    virtual ~DescriptorWatcher() = default;
    /// Reading is wanted, writing is not. Null where the system watches no more.
    [[nodiscard]] virtual std::unique_ptr<DescriptorWatch> watch(int descriptor,
                                                                 DescriptorWatch::Owner &owner) = 0;
    /// Whether readiness is told when it comes and not again until it has been used up: the owner remembers
    /// it. Otherwise it is told again and again while it lasts.
    [[nodiscard]] virtual bool tellsOnce() const = 0;
};

} // namespace signalbox::net
