#include "wire/openai_chat/thought_writer.h"

namespace signalbox::wire::openai_chat {

namespace {

constexpr std::string_view kContentPart = "thinking";

} // namespace

ThoughtWriter::ThoughtWriter(WriteContext &context)
    : m_context(context), m_wantsWords(!context.dialect().reasoningField.empty()),
      m_family(ir::carrierFamily(context.dialect(), context.target.model))
{
}

void ThoughtWriter::begin()
{
    m_words.clear();
    m_details.clear();
    m_detailsAreOwn = false;
    m_nextSignature.clear();
    m_ownSignature.clear();
}

bool ThoughtWriter::asContentPart() const
{
    return m_context.dialect().reasoningField == kContentPart;
}

void ThoughtWriter::addWords(std::string_view escaped)
{
    if (!m_words.empty() && !escaped.empty())
        m_words += "\\n\\n";
    m_words += escaped;
}

void ThoughtWriter::addDetails(std::string_view array)
{
    // The entries of all blocks make one array: what is between the brackets is joined.
    const std::size_t first = array.find('[');
    const std::size_t last = array.rfind(']');
    if (first == std::string_view::npos || last == std::string_view::npos || last <= first + 1)
        return;
    if (!m_details.empty())
        m_details += ',';
    m_details += array.substr(first + 1, last - first - 1);
}

void ThoughtWriter::add(const ir::ReasoningBlock &block)
{
    const bool wantsTokens = m_context.dialect().reasoningDetails || m_context.dialect().family == "gemini";
    if (!m_wantsWords && !wantsTokens)
        return;
    if (!ir::isCarrier(block.token)) {
        // Without a carrier nobody says whose it is: only a client of this API got it from a host of this
        // API.
        if (!m_context.isSameFormat())
            return;
        for (const Text part : block.content)
            addWords(part.escaped);
        addDetails(block.details.text);
        return;
    }
    const std::optional<ir::Carrier> carrier = ir::openCarrier(block.token, m_context.target.carrierKey);
    if (!carrier || carrier->family != m_family)
        return;
    for (const ir::CarriedBlock &carried : carrier->blocks) {
        addWords(carried.text);
        addDetails(carried.details);
        m_detailsAreOwn |= !carried.details.empty();
        if (carried.place == ir::CarriedBlock::Place::Next)
            m_nextSignature = carried.token;
        else if (carried.place == ir::CarriedBlock::Place::Previous)
            m_ownSignature = carried.token;
    }
}

std::string ThoughtWriter::callSignature(const ir::CallBlock &call)
{
    if (m_context.dialect().family != "gemini")
        return {};
    if (!m_nextSignature.empty())
        return std::exchange(m_nextSignature, {});
    if (!ir::isCarrier(call.token))
        return m_context.isSameFormat() ? std::string(call.token.escaped) : std::string();
    const std::optional<ir::Carrier> carrier = ir::openCarrier(call.token, m_context.target.carrierKey);
    return carrier && carrier->family == m_family && !carrier->blocks.empty() ? carrier->blocks.front().token
                                                                              : std::string();
}

void ThoughtWriter::writeMembers(bool hasCalls)
{
    const Dialect &dialect = m_context.dialect();
    JsonWriter &json = m_context.json;
    if (m_wantsWords && !asContentPart()) {
        if (!m_words.empty())
            json.key(dialect.reasoningField).escaped(m_words);
        else if (hasCalls && dialect.reasoningRequiredInToolLoops && m_context.target.reasoning &&
                 !m_context.request.reasoning.off)
            // The member must be there and must not be empty, also for calls that another model made.
            json.key(dialect.reasoningField).string(" ");
    }
    if ((dialect.reasoningDetails || m_detailsAreOwn) && !m_details.empty())
        json.key("reasoning_details").raw("[" + m_details + "]");
    if (dialect.family == "gemini" && !m_ownSignature.empty()) {
        json.key("extra_content").beginObject().key("google").beginObject();
        json.key("thought_signature").escaped(m_ownSignature).endObject().endObject();
    }
}

} // namespace signalbox::wire::openai_chat
