#pragma once

#include "base/byte_buffer.h"
#include "wire/gemini/codec.h"
#include "wire/json/document.h"

#include <nlohmann/json.hpp>

#include <QDirIterator>
#include <QFile>
#include <QString>
#include <QStringList>

#include <string>
#include <string_view>

/// What the tests of the Gemini format share: files beside the source tree, padded texts, parsed bodies.
namespace gemini_support {

using Json = nlohmann::json;

class Padded final
{
public:
    explicit Padded(std::string_view text) : m_size(text.size()), m_bytes(text)
    {
        m_bytes.append(signalbox::ByteBuffer::kPadding, '\0');
    }
    [[nodiscard]] std::string_view view() const { return std::string_view(m_bytes).substr(0, m_size); }

private:
    std::size_t m_size;
    std::string m_bytes;
};

/// A body and the document over it, which must stay together.
struct Parsed
{
    explicit Parsed(std::string_view body) : text(body) { ok = document.parse(text.view()).has_value(); }
    Padded text;
    signalbox::wire::json::Document document;
    bool ok = false;
};

inline signalbox::Result<signalbox::wire::ir::Request>
read(const Parsed &parsed, signalbox::wire::Format format = signalbox::wire::Format::Gemini)
{
    return signalbox::wire::codecFor(format)->readRequest(parsed.document);
}

/// Files with this ending below folders of the shared test data; none where it is not there.
inline QStringList sharedFiles(const QStringList &folders, const QString &ending = QStringLiteral("*.json"))
{
    QStringList files;
    for (const QString &folder : folders) {
        QDirIterator it(QStringLiteral(SIGNALBOX_SHARED_DIR "/") + folder, {ending}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            files += it.next();
    }
    files.sort();
    return files;
}

inline Json readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return Json::parse(file.readAll().toStdString(), nullptr, false);
}

/// The body of a recorded request, or of a captured one; null where there is none.
inline Json requestBody(const Json &file)
{
    if (file.contains("request"))
        return file["request"].is_object() ? file["request"].value("body", Json()) : Json();
    return file.is_object() ? file.value("body", Json()) : Json();
}

} // namespace gemini_support
