#pragma once

#include "telemetry/prometheus_text.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace signalbox::telemetry {

/// A number that one thread changes and others may read: plain loads and stores, no locked instruction.
class Counter final
{
public:
    void add(std::int64_t by) { m_value.store(value() + by, std::memory_order_relaxed); }
    void set(std::int64_t value) { m_value.store(value, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> m_value = 0;
};

/// How many durations were at most each of some bounds. One thread observes, others may read; what they read
/// may be between two steps of it.
template<std::size_t Size>
class Distribution final
{
public:
    using Bounds = std::array<std::chrono::microseconds, Size>;

    void observe(const Bounds &bounds, std::chrono::microseconds duration)
    {
        std::size_t bucket = 0;
        while (bucket < Size && duration > bounds[bucket])
            ++bucket;
        m_buckets[bucket].add(1);
        m_sum.add(duration.count());
    }
    /// Buckets are cumulative, and their count is the last of them: a reader finds them agreeing.
    void append(std::string &out, std::string_view name, std::string_view labels, const Bounds &bounds) const
    {
        const std::string bucketName = std::string(name) + "_bucket";
        std::int64_t count = 0;
        for (std::size_t bucket = 0; bucket <= Size; ++bucket) {
            count += m_buckets[bucket].value();
            std::string all(labels);
            appendLabel(all, "le", bucket < Size ? toSeconds(bounds[bucket]) : "+Inf");
            appendSample(out, bucketName, all, std::to_string(count));
        }
        appendSample(out, std::string(name) + "_sum", labels,
                     toSeconds(std::chrono::microseconds(m_sum.value())));
        appendSample(out, std::string(name) + "_count", labels, std::to_string(count));
    }

private:
    std::array<Counter, Size + 1> m_buckets;
    Counter m_sum;
};

/// The series of one metric: a cell for each combination of label values. One thread asks for cells and
/// changes them; any thread may render. Beyond `limit` series what is new counts under "other", so that a
/// client that invents model names costs no memory without end.
template<class Cell, std::size_t LabelCount>
class MetricFamily final
{
public:
    using Labels = std::array<std::string_view, LabelCount>;

    /// The last `closed` labels have a few values that we choose ourselves: they stay beyond the limit too.
    MetricFamily(Labels names, std::size_t closed, std::size_t limit)
        : m_names(names), m_closed(closed), m_limit(limit)
    {
    }

    [[nodiscard]] Cell &at(const Labels &values)
    {
        if (Cell *cell = find(values))
            return *cell;
        if (m_series.size() < m_limit)
            return insert(values);
        Labels other = values;
        for (std::size_t i = 0; i + m_closed < LabelCount; ++i)
            other[i] = "other";
        if (Cell *cell = find(other))
            return *cell;
        return insert(other);
    }

    /// `append(out, labels, cell)` for each.
    template<class Append>
    void render(std::string &out, Append append) const
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto &[key, series] : m_series)
            append(out, series->labels, series->cell);
    }

private:
    struct Series
    {
        std::string labels;
        Cell cell;
    };

    Cell *find(const Labels &values)
    {
        // Only this thread inserts, so it may look without the lock. 0xff is in no UTF-8 text.
        m_key.clear();
        for (const std::string_view value : values) {
            m_key += cutLabelValue(value);
            m_key += '\xff';
        }
        const auto found = m_series.find(m_key);
        return found == m_series.end() ? nullptr : &found->second->cell;
    }
    /// After a `find` of the same values.
    Cell &insert(const Labels &values)
    {
        auto series = std::make_unique<Series>();
        for (std::size_t i = 0; i < LabelCount; ++i)
            appendLabel(series->labels, m_names[i], values[i]);
        const std::scoped_lock lock(m_mutex);
        return m_series.emplace(m_key, std::move(series)).first->second->cell;
    }

    const Labels m_names;
    const std::size_t m_closed;
    const std::size_t m_limit;
    std::string m_key; // reused: a look-up allocates nothing
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::unique_ptr<Series>> m_series;
};

} // namespace signalbox::telemetry
