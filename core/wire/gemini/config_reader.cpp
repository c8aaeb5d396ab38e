#include "wire/gemini/member_names.h"
#include "wire/gemini/openapi_schema.h"
#include "wire/gemini/request_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kThinking{"includeThoughts", "thinkingBudget", "thinkingLevel"};

class ConfigReader
{
public:
    explicit ConfigReader(ir::Request &request) : m_request(request) {}

    Result<void> member(std::string_view key, json::Value value)
    {
        if (RawJson *place = number(key))
            return sampling(key, value, *place);
        if (key == "maxOutputTokens" || key == "candidateCount")
            return count(key, value);
        if (key == "stopSequences")
            return stops(value);
        if (key == "responseLogprobs") {
            m_request.sampling.logprobs = RawJson{value.raw()};
            return {};
        }
        if (key == "thinkingConfig")
            return thinking(value);
        if (key == "responseSchema" || key == "responseJsonSchema") {
            m_request.output.kind = ir::OutputFormat::Kind::JsonSchema;
            m_request.output.schema = jsonSchemaOf(value, m_request.arena);
            return {};
        }
        if (key == "responseMimeType" && mimeType(value))
            return {};
        if (key == "responseModalities" && isTextOnly(value))
            return {};
        m_request.extras.emplace_back(m_request.arena.text("generationConfig." + std::string(key)),
                                      RawJson{value.raw()});
        return {};
    }

private:
    RawJson *number(std::string_view key)
    {
        ir::Sampling &to = m_request.sampling;
        const std::array<std::pair<std::string_view, RawJson *>, 7> places{{
            {"temperature", &to.temperature},
            {"topP", &to.topP},
            {"topK", &to.topK},
            {"presencePenalty", &to.presencePenalty},
            {"frequencyPenalty", &to.frequencyPenalty},
            {"seed", &to.seed},
            {"logprobs", &to.topLogprobs},
        }};
        for (const auto &[name, place] : places) {
            if (name == key)
                return place;
        }
        return nullptr;
    }

    static Result<void> sampling(std::string_view key, json::Value value, RawJson &to)
    {
        if (!value.isNumber())
            return wrongType(place(key), "a number");
        to = RawJson{value.raw()};
        return {};
    }

    static std::string place(std::string_view key) { return "generationConfig." + std::string(key); }

    Result<void> count(std::string_view key, json::Value value)
    {
        const std::optional<std::int64_t> number = value.integer();
        if (!number)
            return wrongType(place(key), "a whole number");
        (key == "candidateCount" ? m_request.sampling.count : m_request.maxOutputTokens) = number;
        return {};
    }

    Result<void> stops(json::Value value)
    {
        if (!value.isArray())
            return wrongType(place("stopSequences"), "an array of strings");
        for (const json::Value word : value) {
            if (!word.isString())
                return wrongType(place("stopSequences"), "an array of strings");
            m_request.sampling.stop.push_back(word.text());
        }
        return {};
    }

    bool mimeType(json::Value value)
    {
        using Kind = ir::OutputFormat::Kind;
        Kind &kind = m_request.output.kind;
        if (value.is("application/json"))
            kind = kind == Kind::Unset ? Kind::JsonObject : kind;
        else if (value.is("text/plain"))
            kind = kind == Kind::Unset ? Kind::Text : kind;
        else
            return false;
        return true;
    }

    /// What is the default needs no mention.
    static bool isTextOnly(json::Value value)
    {
        for (const json::Value word : value) {
            if (!word.is("TEXT") && !word.is("Text"))
                return false;
        }
        return value.isArray();
    }

    Result<void> thinking(json::Value value)
    {
        if (!value.isObject())
            return wrongType(place("thinkingConfig"), "an object");
        const auto [include, budget, level] = membersOf(value, kThinking);
        ir::Reasoning &to = m_request.reasoning;
        to.raw = RawJson{value.raw()};
        if (include.boolean() == true)
            to.summary = Text{"auto"};
        if (budget.isPresent() && !budget.integer())
            return wrongType(place("thinkingConfig.thinkingBudget"), "a whole number");
        // −1 leaves it to the model, as saying nothing does.
        if (budget.integer().value_or(-1) > 0)
            to.budget = budget.integer();
        to.off = budget.integer() == 0;
        constexpr std::array<std::string_view, 4> levels{"minimal", "low", "medium", "high"};
        for (const std::string_view known : levels) {
            const bool isSame = std::ranges::equal(known, level.text().escaped, [](char a, char b) {
                return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
            });
            if (isSame)
                to.effort = Text{known};
        }
        return {};
    }

    ir::Request &m_request;
};

} // namespace

Result<void> readGenerationConfig(json::Value config, ir::Request &request)
{
    if (!config.isObject())
        return wrongType("generationConfig", "an object");
    ConfigReader reader(request);
    std::string scratch;
    for (const json::Value member : config) {
        if (member.isNull())
            continue;
        if (auto read = reader.member(camelKey(member, scratch), member); !read)
            return read;
    }
    return {};
}

} // namespace signalbox::wire::gemini
