#pragma once

#include "wire/json/document.h"

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::wire::openai_chat {

/// Puts the pieces of OpenRouter's `reasoning_details` together as they must be sent back: one entry for each
/// index and type, texts joined. One answer.
class DetailsCollector final
{
public:
    void add(json::Value details);
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    /// The whole array, as JSON; then forgets it.
    [[nodiscard]] std::string take();

private:
    struct Entry
    {
        std::string type;
        std::int64_t index = 0;
        std::string text; // escaped, like all that follow
        std::string summary;
        std::string data;
        std::string signature;
        std::string id;
        std::string format;
        bool hasText = false;
    };

    std::vector<Entry> m_entries;
};

} // namespace signalbox::wire::openai_chat
