#include "wire/openai_chat/details_collector.h"

#include "base/json_writer.h"

#include <algorithm>

namespace signalbox::wire::openai_chat {

void DetailsCollector::add(json::Value details)
{
    for (const json::Value piece : details) {
        if (!piece.isObject())
            continue;
        const std::string_view type = piece["type"].text().escaped;
        const std::int64_t index = piece["index"].integer().value_or(0);
        const std::string_view id = piece["id"].text().escaped;
        const auto known = std::ranges::find_if(m_entries, [&](const Entry &entry) {
            return entry.type == type && entry.index == index &&
                   (id.empty() || entry.id.empty() || entry.id == id);
        });
        // Encrypted entries are whole; only words come in pieces.
        const bool isNew = known == m_entries.end() || piece["data"].isString();
        Entry &entry = isNew ? m_entries.emplace_back() : *known;
        entry.type = type;
        entry.index = index;
        entry.hasText |= piece["text"].isString();
        entry.text += piece["text"].text().escaped;
        entry.summary += piece["summary"].text().escaped;
        entry.data += piece["data"].text().escaped;
        entry.signature += piece["signature"].text().escaped;
        if (!id.empty())
            entry.id = id;
        if (piece["format"].isString())
            entry.format = piece["format"].text().escaped;
    }
}

std::string DetailsCollector::take()
{
    std::string array;
    JsonWriter json(array);
    json.beginArray();
    for (const Entry &entry : m_entries) {
        json.beginObject().key("type").escaped(entry.type);
        if (entry.hasText)
            json.key("text").escaped(entry.text);
        if (!entry.summary.empty())
            json.key("summary").escaped(entry.summary);
        if (!entry.data.empty())
            json.key("data").escaped(entry.data);
        if (!entry.signature.empty())
            json.key("signature").escaped(entry.signature);
        if (!entry.id.empty())
            json.key("id").escaped(entry.id);
        if (!entry.format.empty())
            json.key("format").escaped(entry.format);
        json.key("index").number(entry.index).endObject();
    }
    json.endArray();
    m_entries.clear();
    return array;
}

} // namespace signalbox::wire::openai_chat
