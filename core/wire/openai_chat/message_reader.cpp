#include "wire/ir/carrier.h"
#include "wire/ir/missing_ids.h"
#include "wire/openai_chat/request_reader.h"

#include "base/ids.h"

namespace signalbox::wire::openai_chat {

namespace {

constexpr std::string_view kDataUrl = "data:";

/// `data:image/png;base64,…` apart; any other URL as it is. Works on the escaped text, where no character of
/// interest needs an escape but the slash.
ir::MediaSource mediaSource(Text url)
{
    ir::MediaSource source{ir::MediaSource::Kind::Url, {}, url};
    const std::string_view text = url.escaped;
    const std::size_t comma = text.find(',');
    if (!text.starts_with(kDataUrl) || comma == std::string_view::npos)
        return source;
    const std::string_view head = text.substr(kDataUrl.size(), comma - kDataUrl.size());
    if (!head.ends_with(";base64"))
        return source;
    source.kind = ir::MediaSource::Kind::Base64;
    source.mediaType = Text{head.substr(0, head.find(';'))};
    source.data = Text{text.substr(comma + 1)};
    return source;
}

class MessageReader
{
public:
    explicit MessageReader(ir::Request &request) : m_request(request), m_ids(request.arena) {}

    Result<void> read(json::Value message, std::size_t index)
    {
        m_place = "messages[" + std::to_string(index) + "]";
        if (!message.isObject())
            return wrongType(m_place, "an object");
        const json::Value role = message["role"];
        if (role.is("user"))
            return conversation(message, ir::Role::User);
        if (role.is("assistant"))
            return conversation(message, ir::Role::Assistant);
        if (role.is("system") || role.is("developer"))
            return systemWords(message, role.is("developer"));
        if (role.is("tool") || role.is("function"))
            return result(message, role.is("function"));
        return fail(ErrorCode::InvalidInput, "unknown role", m_place + ".role");
    }

private:
    Result<void> systemWords(json::Value message, bool isDeveloper)
    {
        ir::Turn turn;
        turn.role = ir::Role::Operator;
        turn.developerRole = isDeveloper;
        if (auto done = content(message["content"], turn.blocks, turn.wasString); !done)
            return done;
        if (!m_request.turns.empty()) {
            m_request.turns.push_back(std::move(turn));
            return {};
        }
        for (ir::Block &block : turn.blocks)
            m_request.system.push_back(std::move(block));
        return {};
    }

    Result<void> conversation(json::Value message, ir::Role role)
    {
        m_ids.onWords();
        ir::Turn turn;
        turn.role = role;
        if (role == ir::Role::Assistant)
            thoughts(message, turn);
        std::string scratch;
        for (const json::Value member : message) {
            if (member.isNull())
                continue;
            const std::string_view key = plainKey(member, scratch);
            Result<void> done;
            if (key == "content")
                done = content(member, turn.blocks, turn.wasString);
            else if (key == "name")
                turn.name = member.text();
            else if (key == "tool_calls" && role == ir::Role::Assistant)
                continue; // behind the text, wherever they stand
            else if (key == "refusal" && !member.text().isEmpty())
                turn.blocks.emplace_back().value = ir::RefusalBlock{member.text()};
            else if (!isHandledElsewhere(key))
                turn.extras.emplace_back(member.key(), RawJson{member.raw()});
            if (!done)
                return done;
        }
        if (role == ir::Role::Assistant) {
            if (auto done = calls(message, turn); !done)
                return done;
        }
        m_request.turns.push_back(std::move(turn));
        return {};
    }

    static bool isHandledElsewhere(std::string_view key)
    {
        return key == "role" || key == "reasoning_content" || key == "reasoning" || key == "reasoning_text" ||
               key == "reasoning_details" || key == "function_call" || key == "refusal" ||
               key == "tool_calls" || key == "annotations";
    }

    /// Thoughts come first, under whatever name the client's SDK keeps them.
    void thoughts(json::Value message, ir::Turn &turn)
    {
        ir::ReasoningBlock block;
        for (const char *name : {"reasoning_content", "reasoning", "reasoning_text"}) {
            if (const json::Value text = message[name]; text.isString() && !text.text().isEmpty()) {
                block.content.push_back(text.text());
                break;
            }
        }
        bool foreign = false;
        const json::Value details = message["reasoning_details"];
        std::vector<Text> carriers;
        for (const json::Value entry : details) {
            if (const Text data = entry["data"].text(); ir::isCarrier(data))
                carriers.push_back(data);
            else
                foreign = true;
        }
        if (foreign)
            block.details = RawJson{details.raw()};
        if (!carriers.empty())
            block.token = carriers.front();
        if (!block.content.empty() || !block.token.isEmpty() || !block.details.isEmpty())
            turn.blocks.emplace_back().value = std::move(block);
        for (std::size_t i = 1; i < carriers.size(); ++i) {
            ir::ReasoningBlock further;
            further.token = carriers[i];
            turn.blocks.emplace_back().value = std::move(further);
        }
    }

    Result<void> content(json::Value value, std::vector<ir::Block> &blocks, bool &wasString)
    {
        if (!value.isPresent() || value.isNull())
            return {};
        if (value.isString()) {
            wasString = true;
            ir::TextBlock text;
            text.text = value.text();
            blocks.emplace_back().value = text;
            return {};
        }
        if (!value.isArray())
            return wrongType(m_place + ".content", "a string or an array");
        std::size_t index = 0;
        for (const json::Value part : value) {
            if (!part.isObject())
                return wrongType(m_place + ".content[" + std::to_string(index) + "]", "an object");
            blocks.push_back(readPart(part));
            ++index;
        }
        return {};
    }

    ir::Block readPart(json::Value part)
    {
        ir::Block block;
        const json::Value type = part["type"];
        const ir::CacheMark cache{part["cache_control"].raw()};
        const char *own = "";
        if (type.is("text")) {
            own = "text";
            block.value = ir::TextBlock{part["text"].text(), {}, {}, cache};
        } else if (type.is("image_url")) {
            own = "image_url";
            const json::Value image = part["image_url"];
            const Text url =
                image.isString() ? image.text() : image["url"].text(); // Mistral takes a bare string
            block.value = ir::ImageBlock{mediaSource(url), image["detail"].text(), cache};
        } else if (type.is("input_audio")) {
            own = "input_audio";
            const json::Value audio = part["input_audio"];
            block.value = ir::AudioBlock{{ir::MediaSource::Kind::Base64, {}, audio["data"].text()},
                                         audio["format"].text()};
        } else if (type.is("file")) {
            own = "file";
            block.value = readFile(part["file"], cache);
        } else if (type.is("refusal")) {
            own = "refusal";
            block.value = ir::RefusalBlock{part["refusal"].text()};
        } else if (type.is("thinking")) {
            own = "thinking"; // Mistral
            block.value = readThinking(part["thinking"]);
        } else {
            block.value = ir::OpaqueBlock{Format::OpenAiChat, type.text(), RawJson{part.raw()}};
            return block;
        }
        for (const json::Value member : part) {
            if (!member.isNull() && !equals(member.key(), "type") && !equals(member.key(), own) &&
                !equals(member.key(), "cache_control"))
                block.extras.emplace_back(member.key(), RawJson{member.raw()});
        }
        return block;
    }

    static ir::FileBlock readFile(json::Value file, ir::CacheMark cache)
    {
        ir::FileBlock block;
        block.name = file["filename"].text();
        block.cache = cache;
        if (const json::Value id = file["file_id"]; id.isString())
            block.source = {ir::MediaSource::Kind::FileId, {}, id.text()};
        else
            block.source = mediaSource(file["file_data"].text());
        return block;
    }

    static ir::ReasoningBlock readThinking(json::Value thinking)
    {
        ir::ReasoningBlock block;
        if (thinking.isString())
            block.content.push_back(thinking.text());
        for (const json::Value part : thinking) {
            if (part["text"].isString())
                block.content.push_back(part["text"].text());
        }
        return block;
    }

    Result<void> calls(json::Value message, ir::Turn &turn)
    {
        const json::Value list = message["tool_calls"];
        if (list.isPresent() && !list.isNull() && !list.isArray())
            return wrongType(m_place + ".tool_calls", "an array");
        std::size_t index = 0;
        for (const json::Value entry : list) {
            const std::string place = m_place + ".tool_calls[" + std::to_string(index++) + "]";
            const bool isCustom = entry["type"].is("custom");
            const json::Value body = entry[isCustom ? "custom" : "function"];
            if (!body.isObject() || !body["name"].isString())
                return wrongType(place, "a function call with a name");
            ir::CallBlock call;
            call.kind = isCustom ? ir::CallKind::Freeform : ir::CallKind::Function;
            call.name = body["name"].text();
            call.id = m_ids.ofCall(entry["id"].text(), call.name);
            arguments(body[isCustom ? "input" : "arguments"], call);
            call.token = entry["extra_content"]["google"]["thought_signature"].text();
            turn.blocks.emplace_back().value = call;
        }
        if (const json::Value old = message["function_call"];
            old.isObject() && !old["name"].text().isEmpty()) {
            ir::CallBlock call;
            call.name = old["name"].text();
            // The old form links by name alone; its result follows at once.
            m_oldCallId = m_request.arena.text(derivedId("call_", m_place + unescape(call.name)));
            call.id = m_oldCallId;
            arguments(old["arguments"], call);
            turn.blocks.emplace_back().value = call;
        }
        return {};
    }

    static void arguments(json::Value value, ir::CallBlock &call)
    {
        if (value.isString())
            call.arguments = value.text();
        else if (value.isObject())
            call.object = RawJson{value.raw()};
    }

    Result<void> result(json::Value message, bool isOldForm)
    {
        ir::ResultBlock result;
        result.callId = isOldForm ? m_oldCallId : m_ids.ofResult(message["tool_call_id"].text());
        bool wasString = false;
        if (auto done = content(message["content"], result.content, wasString); !done)
            return done;
        result.wasString = wasString;
        ir::Turn turn;
        turn.role = ir::Role::User;
        ir::Block &block = turn.blocks.emplace_back();
        block.value = std::move(result);
        if (const json::Value name = message["name"]; name.isString())
            block.extras.emplace_back(name.key(), RawJson{name.raw()});
        m_request.turns.push_back(std::move(turn));
        return {};
    }

    ir::Request &m_request;
    std::string m_place;
    Text m_oldCallId;
    ir::MissingIds m_ids;
};

} // namespace

Result<void> readMessages(json::Value messages, ir::Request &request)
{
    request.turns.reserve(messages.size());
    MessageReader reader(request);
    std::size_t index = 0;
    for (const json::Value message : messages) {
        if (auto done = reader.read(message, index++); !done)
            return done;
    }
    return {};
}

} // namespace signalbox::wire::openai_chat
