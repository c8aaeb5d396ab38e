#include "wire/vector_answer.h"

#include "wire/ir/float_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire {

namespace {

bool isVector(json::Value value)
{
    if (value.isString())
        return ir::isFloats(value.text());
    if (!value.isArray() || value.size() == 0)
        return false;
    for (const json::Value number : value) {
        if (!number.isNumber())
            return false;
    }
    return true;
}

} // namespace

MessageNature VectorAnswerReader::message(std::string_view, std::string_view, ir::EventSink &sink)
{
    if (!m_ended)
        fail("the provider answered with a stream where vectors were asked for", sink);
    MessageNature nature;
    nature.terminal = true;
    return nature;
}

void VectorAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    if (m_ended)
        return;
    json::Document document;
    if (!document.parse(body) || !document.root().isObject()) {
        fail("the provider sent an answer that is not JSON", sink);
        return;
    }
    const json::Value error = document.root()["error"];
    if (error.isPresent() && !error.isNull()) {
        m_ended = true;
        sink.on(failureIn(body));
        return;
    }
    Found found = find(document.root());
    if (found.problem.empty() && found.vectors.empty())
        found.problem = "the provider answered without a vector";
    if (found.problem.empty() && !std::ranges::all_of(found.vectors, isVector))
        found.problem = "the provider answered with something that is no vector";
    if (!found.problem.empty()) {
        fail(std::move(found.problem), sink);
        return;
    }
    m_ended = true;
    sink.on(ir::Start{.id = {}, .model = found.model});
    for (const json::Value vector : found.vectors) {
        const bool isText = vector.isString();
        sink.on(ir::Vector{.numbers = isText ? RawJson() : RawJson{vector.raw()}, .base64 = vector.text()});
    }
    if (found.usage)
        sink.on(ir::UsageUpdate{*found.usage});
    sink.on(ir::Finish{});
}

void VectorAnswerReader::end(ir::EventSink &sink)
{
    if (!m_ended)
        fail("the provider answered with nothing", sink);
}

void VectorAnswerReader::tellSkimmed(const record::Usage &usage, ir::EventSink &sink)
{
    m_ended = true;
    sink.on(ir::Start{});
    sink.on(ir::Vector{});
    sink.on(ir::UsageUpdate{usage});
    sink.on(ir::Finish{});
}

void VectorAnswerReader::fail(std::string message, ir::EventSink &sink)
{
    m_ended = true;
    ir::Failure failure;
    failure.message = std::move(message);
    sink.on(failure);
}

void VectorAnswerWriter::on(const ir::Event &event)
{
    if (const auto *vector = std::get_if<ir::Vector>(&event)) {
        add(m_list, *vector);
        ++m_count;
    } else if (const auto *update = std::get_if<ir::UsageUpdate>(&event)) {
        m_usage = update->usage;
    }
}

void appendNumberList(std::string &out, const ir::Vector &vector)
{
    if (!vector.numbers.isEmpty())
        out += vector.numbers.text;
    else
        ir::appendNumbers(out, vector.base64);
}

} // namespace signalbox::wire
