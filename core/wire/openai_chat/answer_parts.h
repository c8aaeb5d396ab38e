#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What the writer of streams and the writer of whole answers say alike.
namespace signalbox::wire::openai_chat {

/// Appends the entry of `annotations` for a citation in the shape of the Responses API; false for kinds that
/// this API does not know.
/// `before`: characters of the text that stand before the block it is of, for its places are those of the
/// whole text.
bool appendAnnotation(std::string &out, RawJson citation, json::Document &document, std::int64_t before);
/// A picture that the model made (`image_generation_call`, as readers give it) as an entry of `images`, where
/// OpenRouter and its clients have it: the API itself has no place for one. False for everything else that a
/// provider ran.
bool appendImage(std::string &out, RawJson item, json::Document &document, int index);
/// Of the text, unescaped.
[[nodiscard]] std::int64_t charactersIn(Text text);

/// Appends entries of `reasoning_details` for a block's state: a host's own, or one that holds our carrier.
/// False where there is nothing that a client could send back.
bool appendDetails(std::string &out, const ir::Signature &signature, int index);

/// Whether the token goes with a call as Gemini's signature does.
void appendExtraContent(std::string &out, Text token);

/// The body of an error: `{"error":{…}}`.
[[nodiscard]] std::string errorBody(std::string_view message, std::string_view type, std::string_view code,
                                    std::string_view param = {});
[[nodiscard]] std::string errorBody(const ir::Failure &failure);

} // namespace signalbox::wire::openai_chat
