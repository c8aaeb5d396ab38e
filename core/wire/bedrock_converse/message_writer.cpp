#include "wire/bedrock_converse/message_writer.h"

#include "base/ids.h"
#include "wire/ir/freeform.h"

#include <algorithm>

namespace signalbox::wire::bedrock_converse {

namespace {

constexpr std::size_t kMostIdBytes = 64;
/// Said where something must be and there is nothing to say.
constexpr std::string_view kFiller = ".";

bool isMedia(const ir::Block *block)
{
    return std::holds_alternative<ir::FileBlock>(block->value) ||
           std::holds_alternative<ir::AudioBlock>(block->value);
}

bool isWords(const ir::Block *block)
{
    const auto *text = std::get_if<ir::TextBlock>(&block->value);
    return text != nullptr && !ir::isBlank(text->text);
}

/// A prefill must not end in white space.
std::string_view withoutTail(std::string_view escaped)
{
    for (;;) {
        if (escaped.ends_with(' '))
            escaped.remove_suffix(1);
        else if (escaped.size() >= 2 && ir::isBlank(Text{escaped.substr(escaped.size() - 2)}) &&
                 (escaped.size() == 2 || escaped[escaped.size() - 3] != '\\'))
            escaped.remove_suffix(2);
        else
            return escaped;
    }
}

} // namespace

void MessageWriter::systemTexts()
{
    for (const ir::Block &block : m_context.request.system) {
        if (const auto *words = std::get_if<ir::TextBlock>(&block.value)) {
            m_content.text(words->text.escaped);
            if (!words->cache.isEmpty() && m_context.target.rules.cachePoints)
                writeCachePoint(m_json);
        }
    }
    m_content.text(m_context.systemEnd);
}

void MessageWriter::system()
{
    const bool isSaid =
        !m_context.systemEnd.empty() ||
        std::ranges::any_of(m_context.request.system, [](const ir::Block &block) { return isWords(&block); });
    if (!isSaid || !m_context.target.rules.systemMessage)
        return;
    m_json.key("system").beginArray();
    systemTexts();
    if (m_context.caches)
        writeCachePoint(m_json);
    m_json.endArray();
    m_systemSaid = true;
}

Result<void> MessageWriter::messages()
{
    const auto &turns = m_context.conversation.turns;
    // The last turn of a person, and the last but one: there the request before ended, which is cached.
    std::size_t marks = 2;
    std::vector<bool> marked(turns.size(), false);
    for (std::size_t at = turns.size(); m_context.caches && at-- > 0 && marks > 0;) {
        marked[at] = turns[at].role != ir::Role::Assistant;
        marks -= marked[at] ? 1 : 0;
    }
    m_json.key("messages").beginArray();
    for (std::size_t at = 0; at < turns.size(); ++at) {
        const auto done = turns[at].role == ir::Role::Assistant ? assistant(turns[at], at + 1 == turns.size())
                                                                : user(turns[at], marked[at]);
        if (!done)
            return done;
    }
    m_json.endArray();
    return {};
}

void MessageWriter::beginMessage(std::string_view role)
{
    m_json.beginObject().key("role").string(role).key("content").beginArray();
}

/// `emptyAt`: the length of what was written when the message held nothing yet.
void MessageWriter::endMessage(std::size_t emptyAt, bool isMarked)
{
    if (m_json.out().size() == emptyAt)
        m_content.text(kFiller);
    if (isMarked)
        writeCachePoint(m_json);
    m_json.endArray().endObject();
}

Result<void> MessageWriter::user(const ir::NormalTurn &turn, bool isMarked)
{
    std::vector<const ir::Block *> others;
    beginMessage("user");
    std::size_t emptyAt = m_json.out().size();
    if (!m_systemSaid && !m_context.target.rules.systemMessage) {
        systemTexts();
        m_systemSaid = true;
    }
    bool hasResults = false;
    for (const ir::Block *block : turn.blocks) {
        const auto *answered = std::get_if<ir::ResultBlock>(&block->value);
        if (answered == nullptr) {
            others.push_back(block);
            continue;
        }
        hasResults = true;
        if (!m_context.target.rules.mediaInResults) {
            for (const ir::Block &part : answered->content) {
                if (!ir::wordsOf(part))
                    others.push_back(&part);
            }
        }
        if (auto done = result(*answered); !done)
            return done;
    }
    const bool hasMedia = std::ranges::any_of(others, isMedia);
    // Beside results Claude takes no documents, and some models take nothing. Neighbours of one role are
    // merged by Bedrock itself, so that something must be said between them.
    if (hasResults && !others.empty() && (hasMedia || m_context.target.dialect.assistantAfterTool)) {
        endMessage(emptyAt, false);
        beginMessage("assistant");
        m_content.text(kFiller);
        endMessage(0, false);
        beginMessage("user");
        emptyAt = m_json.out().size();
    }
    if (hasMedia && std::ranges::none_of(others, isWords))
        m_content.text(kFiller); // a document wants words beside it
    if (auto done = blocks(others); !done)
        return done;
    endMessage(emptyAt, isMarked);
    return {};
}

Result<void> MessageWriter::blocks(const std::vector<const ir::Block *> &blocks)
{
    for (const ir::Block *block : blocks) {
        if (auto done = m_content.block(*block); !done)
            return done;
    }
    return {};
}

Result<void> MessageWriter::result(const ir::ResultBlock &result)
{
    m_json.beginObject().key("toolResult").beginObject();
    m_json.key("toolUseId").escaped(callId(result.callId)).key("content").beginArray();
    const bool keepsMedia = m_context.target.rules.mediaInResults;
    const bool isOfWords = std::ranges::all_of(result.content, [](const ir::Block &part) {
        return std::holds_alternative<ir::TextBlock>(part.value);
    });
    if (keepsMedia && !isOfWords) {
        for (const ir::Block &part : result.content) {
            if (auto done = m_content.block(part); !done)
                return done;
        }
    } else {
        std::vector<const ir::Block *> moved;
        m_scratch.clear();
        ir::appendResultText(m_scratch, result, moved);
        m_content.text(m_scratch);
    }
    m_json.endArray();
    if (result.isError)
        m_json.key("status").string("error");
    m_json.endObject().endObject();
    return {};
}

Result<void> MessageWriter::assistant(const ir::NormalTurn &turn, bool isLast)
{
    beginMessage("assistant");
    const std::size_t emptyAt = m_json.out().size();
    for (const ir::Block *block : turn.blocks) {
        const auto *words = std::get_if<ir::TextBlock>(&block->value);
        if (const auto *thought = std::get_if<ir::ReasoningBlock>(&block->value)) {
            m_content.thoughts(*thought);
        } else if (const auto *called = std::get_if<ir::CallBlock>(&block->value)) {
            call(*called);
        } else if (isLast && words != nullptr && block == turn.blocks.back()) {
            m_content.text(withoutTail(words->text.escaped));
        } else if (auto done = m_content.block(*block); !done) {
            return done;
        }
    }
    endMessage(emptyAt, false);
    return {};
}

void MessageWriter::call(const ir::CallBlock &call)
{
    m_scratch.clear();
    ir::appendArgumentsObject(m_scratch, call);
    m_json.beginObject().key("toolUse").beginObject().key("toolUseId").escaped(callId(call.id));
    m_json.key("name").string(m_context.names.flat(call)).key("input").raw(m_scratch);
    m_json.endObject().endObject();
}

/// The client's id, or where it does not fit `[A-Za-z0-9_-]{1,64}` one made of it, the same every time.
std::string_view MessageWriter::callId(Text id)
{
    const auto isFit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    };
    if (!id.isEmpty() && id.escaped.size() <= kMostIdBytes && std::ranges::all_of(id.escaped, isFit))
        return id.escaped;
    m_id = derivedId("t", id.escaped);
    return m_id;
}

} // namespace signalbox::wire::bedrock_converse
