#pragma once

#include "base/byte_buffer.h"
#include "base/secret.h"
#include "base/wiped_text.h"
#include "wire/json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::gateway {

/// A small JSON object with keys in it, in memory that is wiped. Read without copies: what a JSON library
/// copies on its way would stay where it was freed.
class WipedDocument final
{
public:
    explicit WipedDocument(std::string_view json)
    {
        m_text.reserve(json.size() + ByteBuffer::kPadding);
        m_text.append(json).append(ByteBuffer::kPadding, ' ');
        m_isRead = m_document.parse(std::string_view(m_text).substr(0, json.size())).has_value();
    }

    [[nodiscard]] bool isObject() const { return m_isRead && m_document.root().isObject(); }
    /// Of a member; empty where there is none, or it is no string.
    [[nodiscard]] std::string text(std::string_view name) const
    {
        return m_isRead ? wire::unescape(m_document.root()[name].text()) : std::string();
    }
    [[nodiscard]] Secret secret(std::string_view name) const
    {
        std::string plain;
        if (m_isRead) {
            const wire::Text text = m_document.root()[name].text();
            plain.reserve(text.escaped.size()); // never longer: what it outgrew would not be wiped
            wire::appendUnescaped(plain, text);
        }
        return Secret(std::move(plain));
    }
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const
    {
        return m_isRead ? m_document.root()[name].integer() : std::nullopt;
    }

private:
    WipedText m_text;
    wire::json::Document m_document;
    bool m_isRead = false;
};

} // namespace signalbox::gateway
