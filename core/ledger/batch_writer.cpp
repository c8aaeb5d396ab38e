#include "ledger/batch_writer.h"

#include <utility>

namespace signalbox::ledger {

namespace {

constexpr int kDeletedAtOnce = 200;

} // namespace

BatchWriter::BatchWriter(std::filesystem::path file, OpenedDatabase opened, const Clock &clock,
                         std::optional<std::chrono::days> keep)
    : m_file(std::move(file)), m_clock(clock), m_keep(keep), m_notices(std::move(opened.notices)),
      m_database(std::move(opened.database))
{
}

Result<std::unique_ptr<BatchWriter>> BatchWriter::open(std::filesystem::path database, const Clock &clock,
                                                       std::optional<std::chrono::days> keep)
{
    auto opened = openDatabaseFile(database, clock);
    if (!opened)
        return std::unexpected(std::move(opened.error()));
    auto beside = openBeside(database);
    if (!beside)
        return std::unexpected(std::move(beside.error()));
    std::unique_ptr<BatchWriter> writer(new BatchWriter(database, std::move(*opened), clock, keep));
    auto store = RecordStore::create(writer->m_database);
    if (!store)
        return std::unexpected(std::move(store.error()));
    writer->m_store = std::move(*store);
    writer->m_checkpointer = std::make_unique<Checkpointer>(std::move(database), std::move(*beside));
    return writer;
}

template<class Range, class Record>
Result<void> BatchWriter::writeAll(const Range &range, Record recordOf)
{
    auto done = m_store.begin();
    for (auto item = range.begin(); done && item != range.end(); ++item) {
        if (auto added = m_store.add(recordOf(*item)); !added)
            done = std::unexpected(std::move(added.error()));
    }
    if (done)
        done = m_store.commit();
    if (!done) {
        m_store.rollback();
        return noteDamage(std::move(done));
    }
    m_checkpointer->committed();
    return done;
}

Result<void> BatchWriter::write(std::span<const Settlements::Shared> batch, Settlements::Time patience)
{
    m_database.waitForLocksUntil(patience);
    return writeAll(batch, [](const Settlements::Shared &entry) -> const record::RequestRecord & {
        return *entry->record;
    });
}

Result<void> BatchWriter::writeAgain(std::span<const record::RequestRecord> records)
{
    m_database.waitForLocksUntil({});
    return writeAll(
        records, [](const record::RequestRecord &record) -> const record::RequestRecord & { return record; });
}

Result<bool> BatchWriter::deleteOld()
{
    if (!m_keep)
        return false;
    m_database.waitForLocksUntil({});
    const auto deleted = noteDamage(m_store.deleteBefore(m_clock.wallNow() - *m_keep, kDeletedAtOnce));
    if (!deleted)
        return std::unexpected(deleted.error());
    if (*deleted > 0)
        m_checkpointer->committed();
    return *deleted == kDeletedAtOnce;
}

template<class T>
Result<T> BatchWriter::noteDamage(Result<T> result)
{
    if (!result && isDamage(result.error()))
        markSuspect(m_file);
    return result;
}

} // namespace signalbox::ledger
