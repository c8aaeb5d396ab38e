#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QList>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringList>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

namespace signalbox::test {

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// As long as real ones, with characters that encodings write differently.
inline QByteArray plantedKey(const QByteArray &name)
{
    QByteArray random;
    while (random.size() < 40)
        random += QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    return "sk-planted-" + name + '-' + random.first(30) + "/+" + random.last(8);
}

/// A planted key in every form in which it could be left somewhere. Looked for is its end: an allocator
/// writes over the beginning of what was freed.
class KeySearch final
{
public:
    static constexpr qsizetype kEnd = 16;

    explicit KeySearch(const QByteArray &key) : m_key(key)
    {
        const QByteArray end = key.last(kEnd);
        add("plain", end);
        add("hex", end.toHex());
        add("HEX", end.toHex().toUpper());
        add("percent-encoded", end.toPercentEncoding());
        add("percent-encoded whole", "%" + end.toHex('%'));
        add("JSON with escaped slashes", QByteArray(end).replace("/", "\\/"));
        const QString text = QString::fromLatin1(end);
        const QByteArray wide(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        add("UTF-16", wide);
        QByteArray swapped = wide;
        for (qsizetype i = 0; i + 1 < swapped.size(); i += 2)
            std::swap(swapped[i], swapped[i + 1]);
        add("UTF-16 the other way round", swapped);
        // Three ways to be cut into groups; what the neighbours have a part in is left out.
        for (qsizetype before = 0; before < 3; ++before) {
            for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
                const QByteArray whole =
                    (QByteArray(before, 'x') + end).toBase64(alphabet | QByteArray::OmitTrailingEquals);
                add("base64", whole.mid(before == 0 ? 0 : before + 1, (kEnd - 3) / 3 * 4));
            }
        }
    }

    [[nodiscard]] const QByteArray &key() const { return m_key; }
    [[nodiscard]] const QList<std::pair<const char *, QByteArray>> &forms() const { return m_forms; }
    /// The name of the first form that stands in it; null: none.
    [[nodiscard]] const char *in(const QByteArray &bytes) const
    {
        const auto found =
            std::ranges::find_if(m_forms, [&](const auto &form) { return bytes.contains(form.second); });
        return found == m_forms.end() ? nullptr : found->first;
    }

    /// Files below `folder`.
    [[nodiscard]] QStringList files(const QString &folder) const
    {
        QStringList found;
        QDirIterator all(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString path = all.next();
            if (all.fileInfo().isFile() && in(contentOf(path)) != nullptr)
                found += QDir(folder).relativeFilePath(path);
        }
        found.sort();
        return found;
    }
    /// Processes of this system whose command line or environment holds it: "1234/environ".
    [[nodiscard]] QStringList processes() const
    {
        QStringList found;
        for (const QString &pid :
             QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
            for (const char *what : {"cmdline", "environ"}) {
                if (in(contentOf(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(what)))) != nullptr)
                    found += pid + QLatin1Char('/') + QLatin1String(what);
            }
        }
        return found;
    }
    /// Where it lies in what a process can write to, which is what a core file holds: "plain at 7f00… in
    /// [heap]: …".
    [[nodiscard]] QStringList memory(qint64 pid) const
    {
        QStringList found;
        QFile memory(QStringLiteral("/proc/%1/mem").arg(pid));
        if (!memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return {QStringLiteral("the memory cannot be read")};
        for (const QByteArray &line : contentOf(QStringLiteral("/proc/%1/maps").arg(pid)).split('\n')) {
            const QList<QByteArray> words = line.simplified().split(' ');
            const QList<QByteArray> range = words[0].split('-');
            if (range.size() != 2 || !words.value(1).startsWith("rw"))
                continue;
            const qint64 begin = range[0].toLongLong(nullptr, 16);
            const qint64 end = range[1].toLongLong(nullptr, 16);
            if (begin < 0 || end < begin || !memory.seek(begin))
                continue;
            noteIn(memory.read(end - begin), begin, words.value(5), found);
        }
        return found;
    }
    /// Whether a process comes to hold it in so many places and no others; they are told where not. Waits for
    /// it: a connection forgets, and a keychain's answer is let go, in time.
    [[nodiscard]] bool isHeld(qint64 pid, qsizetype places) const
    {
        QStringList found;
        const bool held = QTest::qWaitFor(
            [&] {
                found = memory(pid);
                return found.size() == places;
            },
            8'000);
        if (!held)
            qInfo().noquote() << m_key << "is there" << found.size() << "times and not" << places << '\n'
                              << found.join(QLatin1Char('\n'));
        return held;
    }
    /// The same of a file, such as a core.
    [[nodiscard]] QStringList places(const QByteArray &bytes) const
    {
        QStringList found;
        noteIn(bytes, 0, "the file", found);
        return found;
    }

private:
    void add(const char *name, const QByteArray &form)
    {
        if (std::ranges::none_of(m_forms, [&](const auto &known) { return known.second == form; }))
            m_forms.append({name, form});
    }
    void noteIn(const QByteArray &bytes, qint64 begin, const QByteArray &where, QStringList &found) const
    {
        for (const auto &[name, form] : m_forms) {
            const std::string_view all(bytes.data(), static_cast<std::size_t>(bytes.size()));
            const char *next = all.data();
            const auto left = [&] { return static_cast<std::size_t>(all.data() + all.size() - next); };
            while (const void *hit =
                       ::memmem(next, left(), form.data(), static_cast<std::size_t>(form.size()))) {
                const qsizetype at = static_cast<const char *>(hit) - all.data();
                next = static_cast<const char *>(hit) + 1;
                const qsizetype from = std::max<qsizetype>(0, at - 120);
                QByteArray round = bytes.mid(from, at - from + form.size() + 60);
                for (char &c : round) {
                    if (c < 0x20 || c > 0x7e)
                        c = '.';
                }
                found += QStringLiteral("%1 at %2 in %3: %4")
                             .arg(QLatin1String(name), QString::number(begin + at, 16),
                                  QString::fromLocal8Bit(where), QString::fromLatin1(round));
            }
        }
    }

    QByteArray m_key;
    QList<std::pair<const char *, QByteArray>> m_forms;
};

} // namespace signalbox::test
