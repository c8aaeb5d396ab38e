#include "wire/gemini/embedding_input.h"

namespace signalbox::wire::gemini {

void writeEmbeddedContent(JsonWriter &json, const ir::EmbeddingInput &input)
{
    json.key("content");
    if (!input.content.isEmpty()) {
        json.raw(input.content.text);
        return;
    }
    json.beginObject().key("parts").beginArray().beginObject();
    json.key("text").escaped(input.text.escaped).endObject().endArray().endObject();
}

void writeVectorWishes(JsonWriter &json, const ir::EmbeddingInput &input)
{
    if (!input.taskType.isEmpty())
        json.key("taskType").escaped(input.taskType.escaped);
    if (!input.title.isEmpty())
        json.key("title").escaped(input.title.escaped);
    if (input.dimensions)
        json.key("outputDimensionality").number(*input.dimensions);
}

} // namespace signalbox::wire::gemini
