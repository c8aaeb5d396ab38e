#include "exchange.h"

#include "base/digest.h"
#include "wire/framing/stream_decoder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace signalbox::conformance {

namespace {

using Json = nlohmann::ordered_json;
using wire::Format;

constexpr std::array<std::pair<std::string_view, Format>, 11> kEndpoints{{
    {"responses", Format::OpenAiResponses},
    {"chat.completions", Format::OpenAiChat},
    {"messages", Format::AnthropicMessages},
    {"generateContent", Format::Gemini},
    {"streamGenerateContent", Format::Gemini},
    {"converse", Format::BedrockConverse},
    {"converse-stream", Format::BedrockConverse},
    {"invoke", Format::AnthropicMessages}, // of Claude; other models of Bedrock were not recorded by it
    {"invoke-with-response-stream", Format::AnthropicMessages},
    {"v2/chat", Format::Cohere},
    {"api/chat", Format::Ollama},
}};

/// Ends of the paths at which clients were captured.
struct Path
{
    std::string_view end;
    Format format;
    std::string_view provider; ///< that such a client could have asked
};
constexpr std::array<Path, 5> kPaths{{
    {"/responses", Format::OpenAiResponses, "openai-compatible"},
    {"/chat/completions", Format::OpenAiChat, "openai-compatible"},
    {"/messages", Format::AnthropicMessages, "anthropic"},
    {":generateContent", Format::Gemini, "gemini"},
    {":streamGenerateContent", Format::Gemini, "gemini"},
}};

/// What recordings call a provider, where the catalogue calls it otherwise. Names that are in neither stand
/// for a host of which nothing is known.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kProviders{{
    {"azure", "azure-openai"},
    {"bedrock-mantle", "bedrock"},
    {"google-ai-studio", "gemini"},
    {"google-vertex", "vertex"},
    {"github-copilot", "openai"},
    {"xAI", "xai"},
}};

template<class Table>
auto lookUp(const Table &table, std::string_view key)
    -> std::optional<typename Table::value_type::second_type>
{
    for (const auto &[name, value] : table) {
        if (name == key)
            return value;
    }
    return std::nullopt;
}

std::string readFile(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string dump(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string textAt(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string sseBytes(const Json &entries)
{
    std::string bytes;
    for (const Json &entry : entries) {
        if (entry.contains("comment"))
            bytes += ":" + textAt(entry, "comment") + "\n";
        if (entry.contains("event"))
            bytes += "event: " + textAt(entry, "event") + "\n";
        if (entry.contains("data"))
            bytes += "data: " + textAt(entry, "data") + "\n";
        bytes += "\n";
    }
    return bytes;
}

void readAnswer(const Json &response, Exchange &exchange)
{
    exchange.status = response.value("status", 200);
    if (response.contains("sse")) {
        exchange.stream = sseBytes(response["sse"]);
    } else if (response.contains("ndjson")) {
        for (const Json &line : response["ndjson"])
            exchange.stream += line.get<std::string>() + "\n";
    } else if (response.contains("eventstream")) {
        exchange.stream = fromBase64(textAt(response, "eventstream"));
    } else if (response.contains("events")) {
        for (const Json &event : response["events"])
            exchange.messages.emplace_back(textAt(event["headers"], ":event-type"), dump(event["payload"]));
    } else if (response.contains("body")) {
        exchange.body =
            response["body"].is_string() ? response["body"].get<std::string>() : dump(response["body"]);
    } else {
        exchange.status = 0;
    }
}

/// The model's name: of the body, else of a path like "/models/NAME:method" or "/model/NAME/converse".
std::string modelOf(const Json &body, std::string_view path)
{
    if (body.is_object() && !textAt(body, "model").empty())
        return textAt(body, "model");
    for (const std::string_view mark : {"/models/", "/model/"}) {
        const std::size_t at = path.rfind(mark);
        if (at == std::string_view::npos)
            continue;
        std::string_view name = path.substr(at + mark.size());
        name = name.substr(0, std::min(name.find_first_of("/?"), name.size()));
        return std::string(mark == "/models/" ? name.substr(0, name.rfind(':')) : name);
    }
    return {};
}

/// Why it is not taken; empty where it is.
std::string readRecording(const Json &file, Exchange &exchange)
{
    const auto format = lookUp(kEndpoints, textAt(file, "endpoint"));
    if (!format)
        return textAt(file, "endpoint");
    exchange.format = *format;
    exchange.provider = textAt(file, "provider");
    exchange.provider = lookUp(kProviders, exchange.provider).value_or(exchange.provider);
    for (const Json &feature : file.value("features", Json::array()))
        exchange.features.insert(feature.get<std::string>());
    if (const Json source = file.value("source", Json::object()); source.contains("path")) {
        exchange.conversation =
            exchange.file.substr(0, exchange.file.find('/')) + " " + textAt(source, "path");
        exchange.turn = source.value("index", 0);
    }
    const Json request = file.value("request", Json());
    if (request.is_object() && request.contains("body") && request["body"].is_object()) {
        exchange.request = dump(request["body"]);
        exchange.model = modelOf(request["body"], textAt(request, "path"));
    }
    if (textAt(file, "endpoint") == "invoke" && request.is_object() && !request["body"].contains("messages"))
        return "invoke, of an older API";
    if (request.is_object() && request.value("method", "POST") != "POST")
        return "asks for what is stored";
    if (request.is_object() && request.contains("body") && request["body"].is_object() &&
        request["body"].value("background", false))
        return "asks for an answer later";
    readAnswer(file.value("response", Json::object()), exchange);
    return exchange.request.empty() && exchange.status == 0 ? "neither request nor answer" : "";
}

/// A request that was captured at a server of one's own, the answer that it gave beside it.
std::string readCapture(const Json &file, const std::filesystem::path &path, Exchange &exchange)
{
    const std::string target = textAt(file, "path");
    const std::string_view plain = std::string_view(target).substr(0, target.find('?'));
    const auto *const found =
        std::ranges::find_if(kPaths, [&](const auto &row) { return plain.ends_with(row.end); });
    if (found == kPaths.end() || !file["body"].is_object())
        return "captured: no model is asked to answer";
    exchange.isCaptured = true;
    exchange.format = found->format;
    exchange.provider = found->provider;
    exchange.request = dump(file["body"]);
    exchange.model = modelOf(file["body"], plain);
    std::string stem = path.string();
    stem.erase(stem.size() - std::string_view(".json").size());
    if (stem.ends_with(".request"))
        stem.erase(stem.size() - std::string_view(".request").size());
    const Json meta = Json::parse(readFile(stem + ".response.meta.json"), nullptr, false);
    for (const char *suffix : {".sse", ".response.sse", ".response.json"}) {
        const std::string bytes = readFile(stem + suffix);
        if (bytes.empty())
            continue;
        exchange.status = meta.is_object() ? meta.value("status", 200) : 200;
        (std::string_view(suffix).ends_with(".sse") ? exchange.stream : exchange.body) = bytes;
    }
    return {};
}

/// Why it is not taken; empty where it is.
std::string readExchange(const Json &file, const std::filesystem::path &path, bool isRecording,
                         Exchange &exchange)
{
    try {
        return isRecording ? readRecording(file, exchange) : readCapture(file, path, exchange);
    } catch (const Json::exception &) {
        return "has not the shape of an exchange";
    }
}

} // namespace

std::string fromBase64(std::string text)
{
    std::string bytes;
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    if (!fromBase64Url(text, bytes))
        bytes.clear();
    return bytes;
}

Folder readFolder(const std::filesystem::path &root)
{
    Folder folder;
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.is_regular_file() && entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const std::filesystem::path &path : files) {
        const Json file = Json::parse(readFile(path), nullptr, false);
        const bool isRecording = file.is_object() && file.contains("endpoint");
        if (!isRecording && !(file.is_object() && file.contains("method") && file.contains("body")))
            continue; // an answer, or what somebody keeps beside the exchanges
        Exchange exchange;
        exchange.file = std::filesystem::relative(path, root).generic_string();
        const std::string reason = readExchange(file, path, isRecording, exchange);
        if (reason.empty())
            folder.exchanges.push_back(std::move(exchange));
        else
            folder.leftAside.emplace_back(reason, exchange.file);
    }
    std::ranges::stable_sort(folder.exchanges, {}, [](const Exchange &exchange) {
        return std::tuple(exchange.conversation, exchange.turn);
    });
    return folder;
}

std::vector<std::pair<std::string, std::string>> messagesOf(const Exchange &exchange,
                                                            const wire::Target &target)
{
    if (exchange.stream.empty())
        return exchange.messages;
    std::vector<std::pair<std::string, std::string>> messages;
    wire::framing::StreamDecoder decoder(wire::codecFor(exchange.format)->framing(target));
    decoder.feed(exchange.stream);
    while (const auto message = decoder.next()) {
        if (message->hasData)
            messages.emplace_back(message->name, message->data);
    }
    if (const auto message = decoder.last(); message && message->hasData)
        messages.emplace_back(message->name, message->data);
    return messages;
}

} // namespace signalbox::conformance
