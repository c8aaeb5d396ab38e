#pragma once

#include "wire/sse/decoder.h"

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Event streams cut in two wherever a network may cut them.
namespace signalbox::test {

/// Every place of a stream of up to 32 kB; of a longer one those near the ends of events and 2,000 seeded
/// ones.
inline std::vector<std::size_t> splitPlaces(std::string_view bytes)
{
    constexpr std::size_t kEveryByteUpTo = 32 * 1024;
    constexpr std::size_t kSeeded = 2000;
    std::vector<std::size_t> places;
    if (bytes.size() <= kEveryByteUpTo) {
        for (std::size_t at = 1; at < bytes.size(); ++at)
            places.push_back(at);
        return places;
    }
    for (std::size_t at = bytes.find("\n\n"); at != std::string_view::npos; at = bytes.find("\n\n", at + 1)) {
        for (std::size_t near = at < 4 ? 1 : at - 4; near <= at + 4 && near < bytes.size(); ++near)
            places.push_back(near);
        if (places.size() > kSeeded)
            break; // far more than this is asked of the places below
    }
    std::mt19937 random(7);
    for (std::size_t count = 0; count < kSeeded; ++count)
        places.push_back(1 + random() % (bytes.size() - 1));
    return places;
}

/// The first place at which a cut changes the datas of the events; 0 where none does. A format's reader sees
/// nothing but these.
inline std::size_t firstOddSplit(const std::string &bytes)
{
    std::vector<std::string> whole;
    wire::sse::Decoder decoder;
    decoder.feed(bytes);
    while (const auto event = decoder.next()) {
        if (event->hasData)
            whole.emplace_back(event->data);
    }
    for (const std::size_t at : splitPlaces(bytes)) {
        wire::sse::Decoder split;
        std::size_t count = 0;
        bool isAlike = true;
        for (const std::string_view piece :
             {std::string_view(bytes).substr(0, at), std::string_view(bytes).substr(at)}) {
            split.feed(piece);
            while (const auto event = split.next()) {
                if (event->hasData)
                    isAlike = isAlike && count < whole.size() && event->data == whole[count++];
            }
        }
        if (!isAlike || count != whole.size())
            return at;
    }
    return 0;
}

} // namespace signalbox::test
