#pragma once

#include "base/json_writer.h"
#include "wire/ir/request.h"

#include <span>

namespace signalbox::wire::responses {

/// Whether the block is a part of a message's content, not an item of its own.
[[nodiscard]] bool isPart(const ir::Block &block);

struct PartRules
{
    bool isAnswer = false;   ///< an assistant's words: output_text
    bool images = true;      ///< else a remark stands for each
    bool withExtras = false; ///< members that were read without a place of their own
};

/// One part of a list of content. Blocks that are none write nothing.
void writePart(JsonWriter &json, const ir::Block &block, const PartRules &rules);
/// The texts of the blocks as one JSON string, `prefix` (escaped) before them, "\n" between them.
void writeJoined(JsonWriter &json, std::span<const ir::Block> blocks, std::string_view prefix, std::string_view separator);

} // namespace signalbox::wire::responses
