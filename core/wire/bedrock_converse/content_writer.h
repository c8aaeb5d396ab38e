#pragma once

#include "wire/bedrock_converse/request_writer.h"
#include "wire/ir/carrier.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::bedrock_converse {

/// The thoughts behind a block of the history that the target may be given back: signed by its own family.
[[nodiscard]] std::vector<ir::CarriedBlock> thoughtsFor(const ir::ReasoningBlock &block,
                                                        const ir::Request &request, const Target &target);

/// Writes content blocks: what a person or a tool gave, and thoughts that go back.
class ContentWriter final
{
public:
    explicit ContentWriter(WriteContext &context) : m_context(context), m_json(context.json) {}

    /// Text, image, document or sound, and the mark of the cache behind it. Blank text is left out.
    [[nodiscard]] Result<void> block(const ir::Block &block);
    void text(std::string_view escaped);
    void thoughts(const ir::ReasoningBlock &block);

private:
    [[nodiscard]] Result<void> image(const ir::ImageBlock &image);
    [[nodiscard]] Result<void> document(const ir::FileBlock &file);
    [[nodiscard]] Result<void> audio(const ir::AudioBlock &audio);
    void source(std::string_view kind, std::string_view format, std::string_view name, Text bytes);
    [[nodiscard]] std::string documentName(Text name);

    WriteContext &m_context;
    JsonWriter &m_json;
    std::set<std::string> m_documentNames;
};

} // namespace signalbox::wire::bedrock_converse
