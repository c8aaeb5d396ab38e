#pragma once

#include "wire/ir/carrier.h"
#include "wire/openai_chat/request_writer.h"

#include <string>
#include <vector>

namespace signalbox::wire::openai_chat {

/// The reasoning state of one assistant message, opened for one host: what belongs to another family is left
/// out, words of thought go back only to hosts that want them.
class ThoughtWriter final
{
public:
    explicit ThoughtWriter(WriteContext &context);

    /// Forgets the message before.
    void begin();
    void add(const ir::ReasoningBlock &block);
    /// The signature that goes with `call`, ready to be written; empty if there is none.
    [[nodiscard]] std::string callSignature(const ir::CallBlock &call);
    /// The words, escaped, parts joined.
    [[nodiscard]] const std::string &words() const { return m_words; }
    /// Members of the assistant message: the words under the host's name for them, and its details.
    void writeMembers(bool hasCalls);
    /// Mistral keeps thoughts as parts of the content.
    [[nodiscard]] bool asContentPart() const;

private:
    void addWords(std::string_view escaped);
    void addDetails(std::string_view array);

    WriteContext &m_context;
    const bool m_wantsWords;
    std::string m_family;
    std::string m_words;
    std::string m_details;        // entries, joined by commas
    bool m_detailsAreOwn = false; // the host gave them itself
    std::string m_nextSignature;  // of the call that comes next
    std::string m_ownSignature;   // of the message
};

} // namespace signalbox::wire::openai_chat
