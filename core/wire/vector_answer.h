#pragma once

#include "wire/format.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the answers to requests for vectors have in common, whatever their format: they come whole, and hold
/// one list for each text.
namespace signalbox::wire {

/// Reads such an answer; how it is laid out is the format's part.
class VectorAnswerReader : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) final;
    void whole(std::string_view body, ir::EventSink &sink) final;
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view, std::string_view) final { return {}; }
    [[nodiscard]] bool skimWhole(std::string_view, ir::EventSink &) override { return false; }
    void end(ir::EventSink &sink) final;

protected:
    struct Found
    {
        std::vector<json::Value> vectors; ///< in the order of the texts
        std::string problem;              ///< why they cannot be relied on; empty: nothing is wrong
        std::optional<record::Usage> usage;
        Text model;
    };
    /// Looks for the vectors in an answer that is an object.
    [[nodiscard]] virtual Found find(json::Value root) const = 0;
    /// An error that came in the place of an answer.
    [[nodiscard]] virtual ir::Failure failureIn(std::string_view body) const = 0;
    /// Tells what accounting needs of an answer that is passed on, and ends it.
    void tellSkimmed(const record::Usage &usage, ir::EventSink &sink);

private:
    void fail(std::string message, ir::EventSink &sink);

    bool m_ended = false;
};

/// Collects the vectors of an answer for a client.
class VectorAnswerWriter : public AnswerWriter
{
public:
    explicit VectorAnswerWriter(AnswerContext context) : m_context(std::move(context)) {}
    void on(const ir::Event &event) final;

protected:
    /// Adds what stands for one vector to the list, with a comma where it is not the first.
    virtual void add(std::string &list, const ir::Vector &vector) = 0;
    [[nodiscard]] const AnswerContext &context() const { return m_context; }
    [[nodiscard]] const record::Usage &usage() const { return m_usage; }
    /// The vectors so far, with commas between them.
    [[nodiscard]] const std::string &list() const { return m_list; }
    [[nodiscard]] std::size_t count() const { return m_count; }

private:
    const AnswerContext m_context;
    record::Usage m_usage;
    std::string m_list;
    std::size_t m_count = 0;
};

/// Appends the vector as a JSON list of numbers, whichever way it came.
void appendNumberList(std::string &out, const ir::Vector &vector);

} // namespace signalbox::wire
