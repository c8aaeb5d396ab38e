// The items of an answer: how each is opened, filled and closed. The rest of the writer is in
// answer_writer.cpp.
#include "wire/openai_responses/answer_writer.h"

#include "wire/ir/compaction.h"
#include "wire/json/document.h"
#include "wire/openai_responses/client_call.h"
#include "wire/openai_responses/item_types.h"
#include "wire/sse/data_line.h"

namespace signalbox::wire::responses {

namespace {

/// Some hosts cite a page without saying where in the text; clients count on these members.
void appendAnnotation(std::string &out, RawJson annotation)
{
    json::Document document;
    std::string scratch;
    const std::string_view line = sse::onOneLine(annotation.text, scratch);
    if (!document.parseCopy(line) || !document.root()["type"].is("url_citation")) {
        out += line;
        return;
    }
    const json::Value root = document.root();
    std::string_view inside = root.raw();
    inside.remove_suffix(1);
    out += inside;
    for (const std::string_view name : {"start_index", "end_index"}) {
        if (!root[name].isPresent())
            out.append(",\"").append(name).append("\":0");
    }
    if (!root["title"].isPresent())
        out += ",\"title\":\"\"";
    out += '}';
}

} // namespace

void ResponsesAnswerWriter::writeItemBegin(JsonWriter &json, std::string_view type,
                                           std::string_view status) const
{
    json.beginObject().key("id").escaped(m_itemId).key("type").string(type);
    if (!status.empty())
        json.key("status").string(status);
}

void ResponsesAnswerWriter::openMessage(bool isRefusal)
{
    m_open = Open::Message;
    m_isRefusal = isRefusal;
    m_itemId = itemId("msg_");
    if (!m_streamed)
        return;
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeItemBegin(json, "message", "in_progress");
    json.key("role").string("assistant");
    if (!m_phase.empty())
        json.key("phase").escaped(m_phase);
    json.key("content").beginArray().endArray().endObject();
    itemEvent("response.output_item.added", m_scratch);
    beginItemEvent("response.content_part.added");
    *m_out +=
        isRefusal
            ? R"(,"content_index":0,"part":{"type":"refusal","refusal":""})"
            : R"(,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]})";
    endEvent();
    if (isRefusal)
        setDeltaHead("response.refusal.delta", ",\"content_index\":0");
    else
        setDeltaHead("response.output_text.delta", ",\"content_index\":0,\"logprobs\":[]");
}

void ResponsesAnswerWriter::closeMessage(std::string_view status)
{
    std::string part = m_isRefusal ? R"({"type":"refusal","refusal":")" : R"({"type":"output_text","text":")";
    part += m_text;
    part += '"';
    if (!m_isRefusal) {
        part += ",\"annotations\":[";
        part += m_annotations;
        part += "],\"logprobs\":[]";
    }
    part += '}';
    if (m_streamed) {
        beginItemEvent(m_isRefusal ? "response.refusal.done" : "response.output_text.done");
        *m_out += m_isRefusal ? ",\"content_index\":0,\"refusal\":\""
                              : ",\"content_index\":0,\"logprobs\":[],\"text\":\"";
        *m_out += m_text;
        *m_out += '"';
        endEvent();
        beginItemEvent("response.content_part.done");
        *m_out += ",\"content_index\":0,\"part\":";
        *m_out += part;
        endEvent();
    }
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeItemBegin(json, "message", status);
    json.key("role").string("assistant");
    if (!m_phase.empty())
        json.key("phase").escaped(m_phase);
    json.key("content").beginArray().raw(part).endArray().endObject();
    itemDone(m_scratch);
}

void ResponsesAnswerWriter::citation(const ir::Citation &citation)
{
    if (m_open != Open::Message || m_isRefusal)
        return;
    if (m_annotationCount > 0)
        m_annotations += ',';
    const std::size_t begin = m_annotations.size();
    appendAnnotation(m_annotations, citation.annotation);
    const std::int64_t index = m_annotationCount++;
    if (!m_streamed)
        return;
    beginItemEvent("response.output_text.annotation.added");
    *m_out += ",\"content_index\":0,\"annotation_index\":" + std::to_string(index) + ",\"annotation\":";
    m_out->append(m_annotations, begin);
    endEvent();
}

void ResponsesAnswerWriter::openReasoning(std::string id)
{
    m_open = Open::Reasoning;
    m_itemId = id.empty() ? itemId("rs_") : std::move(id);
    m_summary.clear();
    m_summaryIndex = 0;
    m_summaryPart.reset();
    m_token.clear();
    if (!m_streamed)
        return;
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeItemBegin(json, "reasoning", {});
    json.key("summary").beginArray().endArray().endObject();
    itemEvent("response.output_item.added", m_scratch);
}

/// Raw thoughts go out as a summary too: that is what clients show.
void ResponsesAnswerWriter::reasoningDelta(const ir::ReasoningDelta &delta)
{
    if (m_open != Open::Reasoning || delta.text.isEmpty())
        return;
    const std::pair part(delta.summary, delta.part);
    if (m_summaryPart != part) {
        closeSummaryPart();
        m_summaryPart = part;
        m_text.clear();
        if (m_streamed) {
            const std::string index = ",\"summary_index\":" + std::to_string(m_summaryIndex);
            beginItemEvent("response.reasoning_summary_part.added");
            *m_out += index + R"(,"part":{"type":"summary_text","text":""})";
            endEvent();
            setDeltaHead("response.reasoning_summary_text.delta", index);
        }
    }
    m_text += delta.text.escaped;
    writeDelta(delta.text);
}

void ResponsesAnswerWriter::closeSummaryPart()
{
    if (!m_summaryPart)
        return;
    const std::string part = R"({"type":"summary_text","text":")" + m_text + "\"}";
    if (m_streamed) {
        const std::string index = ",\"summary_index\":" + std::to_string(m_summaryIndex);
        beginItemEvent("response.reasoning_summary_text.done");
        *m_out += index + ",\"text\":\"" + m_text + '"';
        endEvent();
        beginItemEvent("response.reasoning_summary_part.done");
        *m_out += index + ",\"part\":" + part;
        endEvent();
    }
    if (m_summaryIndex++ > 0)
        m_summary += ',';
    m_summary += part;
    m_summaryPart.reset();
}

void ResponsesAnswerWriter::closeReasoning()
{
    closeSummaryPart();
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeItemBegin(json, "reasoning", {});
    json.key("summary").raw("[");
    m_scratch += m_summary;
    m_scratch += ']';
    if (!m_token.empty())
        json.key("encrypted_content").escaped(m_token);
    json.endObject();
    itemDone(m_scratch);
}

void ResponsesAnswerWriter::writeCallItem(JsonWriter &json, std::string_view status,
                                          std::string_view payload) const
{
    writeItemBegin(json, callItemType(m_callKind), status);
    json.key("call_id").escaped(m_callId);
    if (m_open == Open::OtherCall) {
        writeClientCall(json, m_callKind, {payload});
    } else {
        json.key("name").escaped(m_callName);
        if (!m_callNameSpace.empty())
            json.key("namespace").escaped(m_callNameSpace);
        json.key(m_callKind == ir::CallKind::Freeform ? "input" : "arguments").escaped(payload);
    }
    json.endObject();
}

void ResponsesAnswerWriter::openCall()
{
    m_isCallOpen = true;
    const Open open = std::exchange(m_open, Open::Nothing);
    writePendingTokens();
    m_open = open;
    m_text.clear();
    m_itemId = itemId(callItemPrefix(m_callKind));
    if (m_callId.empty())
        m_callId = "call_" + m_itemId.substr(m_itemId.find('_') + 1, 24);
    if (!m_streamed || m_open == Open::OtherCall)
        return;
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeCallItem(json, "in_progress", {});
    itemEvent("response.output_item.added", m_scratch);
    setDeltaHead(m_callKind == ir::CallKind::Freeform ? "response.custom_tool_call_input.delta"
                                                      : "response.function_call_arguments.delta",
                 {});
}

void ResponsesAnswerWriter::argumentsDelta(Text fragment)
{
    if ((m_open != Open::StreamedCall && m_open != Open::OtherCall) || fragment.isEmpty())
        return;
    if (!m_isCallOpen)
        openCall();
    m_text += fragment.escaped;
    if (m_open == Open::StreamedCall)
        writeDelta(fragment);
}

void ResponsesAnswerWriter::closeCall(std::string_view status)
{
    m_open = Open::StreamedCall;
    if (!m_isCallOpen)
        openCall();
    const bool isFreeform = m_callKind == ir::CallKind::Freeform;
    if (m_text.empty() && !isFreeform && status == "completed")
        argumentsDelta({"{}"}); // a call without arguments
    if (m_streamed) {
        beginItemEvent(isFreeform ? "response.custom_tool_call_input.done"
                                  : "response.function_call_arguments.done");
        if (!isFreeform)
            *m_out += ",\"name\":\"" + m_callName + '"';
        *m_out += isFreeform ? ",\"input\":\"" : ",\"arguments\":\"";
        *m_out += m_text;
        *m_out += '"';
        endEvent();
    }
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeCallItem(json, status, m_text);
    m_open = Open::Nothing;
    itemDone(m_scratch);
}

void ResponsesAnswerWriter::closeOtherCall(std::string_view status)
{
    m_open = Open::OtherCall;
    if (!m_isCallOpen)
        openCall();
    m_scratch.clear();
    JsonWriter json(m_scratch);
    writeCallItem(json, "in_progress", m_text);
    itemEvent("response.output_item.added", m_scratch);
    m_scratch.clear();
    JsonWriter done(m_scratch);
    writeCallItem(done, status, m_text);
    m_open = Open::Nothing;
    itemDone(m_scratch);
}

/// A call that the provider ran itself. Only an item that clients know is told: some fail an answer over any
/// other.
void ResponsesAnswerWriter::writeHosted(RawJson item)
{
    json::Document document;
    const bool isItem = document.parseCopy(item.text) && document.root()["id"].isString();
    const Text type = document.root()["type"].text();
    if (!isItem || (itemType(type) == ItemType::Unknown && !ir::isCompaction(type))) {
        dropItem(item);
        return;
    }
    std::string line;
    const std::string text(sse::onOneLine(item.text, line));
    itemEvent("response.output_item.added", text);
    itemDone(text);
}

} // namespace signalbox::wire::responses
