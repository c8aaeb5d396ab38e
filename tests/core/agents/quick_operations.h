#pragma once

#include "agents/file_operations.h"

#include <QByteArray>
#include <QFile>

#include <sys/stat.h>

namespace signalbox::tests {

/// Does not wait for the disk: hundreds of files are written in a test.
class QuickOperations : public agents::FileOperations
{
public:
    Result<void> writeNew(const std::string &name, std::string_view bytes, const Owner &owner) override
    {
        QFile file(QString::fromStdString(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
            file.write(bytes.data(), static_cast<qint64>(bytes.size())) < 0)
            return fail(ErrorCode::Io, file.errorString().toStdString(), name);
        file.close();
        chmod(name.c_str(), owner.mode);
        return {};
    }
    Result<void> syncFolder(const std::string &) override { return {}; }
};

/// Ends the world after some steps: from then on nothing happens any more, and what was being written then
/// stays half done.
class EndingOperations final : public QuickOperations
{
public:
    explicit EndingOperations(int steps) : m_left(steps) {}
    [[nodiscard]] bool hasEnded() const { return m_left < 0; }

    Result<void> writeNew(const std::string &name, std::string_view bytes, const Owner &owner) override
    {
        if (goesOn())
            return QuickOperations::writeNew(name, bytes, owner);
        if (m_left == -1)
            (void)QuickOperations::writeNew(name, bytes.substr(0, bytes.size() / 2), owner);
        return ended();
    }
    Result<void> rename(const std::string &from, const std::string &to) override
    {
        return goesOn() ? QuickOperations::rename(from, to) : ended();
    }
    Result<void> remove(const std::string &name) override
    {
        return goesOn() ? QuickOperations::remove(name) : ended();
    }
    Result<void> syncFolder(const std::string &) override { return goesOn() ? Result<void>() : ended(); }
    Result<void> makeFolder(const std::string &name) override
    {
        return goesOn() ? QuickOperations::makeFolder(name) : ended();
    }

private:
    bool goesOn() { return --m_left >= 0; }
    static Result<void> ended() { return fail(ErrorCode::Io, "the world has ended"); }

    int m_left;
};

} // namespace signalbox::tests
