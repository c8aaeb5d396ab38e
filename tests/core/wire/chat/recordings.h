#pragma once

#include <nlohmann/json.hpp>

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

#include <string>
#include <utility>
#include <vector>

/// Recorded exchanges of Chat hosts, where the test data beside the source tree is there; nothing otherwise.
namespace recordings {

using Json = nlohmann::ordered_json;

inline QString folder()
{
    return QString::fromUtf8(SIGNALBOX_SHARED_DIR) + QStringLiteral("/recordings/");
}

inline Json read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return Json::parse(file.readAll().toStdString(), nullptr, false);
}

struct Recording
{
    QString file;
    Json content;
};

/// All exchanges with the chat.completions endpoint.
inline std::vector<Recording> chat()
{
    std::vector<Recording> found;
    QFile index(folder() + QStringLiteral("index.jsonl"));
    if (!index.open(QIODevice::ReadOnly))
        return found;
    while (!index.atEnd()) {
        const Json line = Json::parse(index.readLine().toStdString(), nullptr, false);
        if (!line.is_object() || line.value("endpoint", "") != "chat.completions")
            continue;
        const QString file = QString::fromStdString(line.value("file", ""));
        found.push_back({file, read(folder() + file)});
    }
    return found;
}

/// The bytes of a recorded stream as they were on the wire.
inline std::string wire(const Json &sse)
{
    std::string bytes;
    for (const Json &entry : sse) {
        if (entry.contains("comment"))
            bytes += ": " + entry["comment"].get<std::string>() + "\n";
        if (entry.contains("event"))
            bytes += "event: " + entry["event"].get<std::string>() + "\n";
        if (entry.contains("data"))
            bytes += "data: " + entry["data"].get<std::string>() + "\n";
        bytes += "\n";
    }
    return bytes;
}

} // namespace recordings
