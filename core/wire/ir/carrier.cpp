#include "wire/ir/carrier.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "wire/json/document.h"

namespace signalbox::wire::ir {

namespace {

constexpr std::string_view kPrefix = "gw1.";
constexpr std::size_t kMacCharacters = 32;
constexpr std::size_t kChecksumCharacters = 8;

std::string_view nameOf(CarrierKind kind)
{
    switch (kind) {
    case CarrierKind::Signature:
        return "s";
    case CarrierKind::Compact:
        return "compact";
    case CarrierKind::Reasoning:
        break;
    }
    return "r";
}

std::optional<CarrierKind> kindOf(std::string_view name)
{
    for (const CarrierKind kind : {CarrierKind::Reasoning, CarrierKind::Signature, CarrierKind::Compact}) {
        if (nameOf(kind) == name)
            return kind;
    }
    return std::nullopt;
}

std::string check(std::string_view content, std::string_view key)
{
    if (key.empty())
        return toHex(sha256(content)).substr(0, kChecksumCharacters);
    return toHex(hmacSha256(key, content)).substr(0, kMacCharacters);
}

/// What is signed: everything that says whose state it is, and the state as it is written.
std::string signedContent(std::string_view kind, std::string_view family, std::string_view model,
                          std::string_view blocks)
{
    std::string content;
    content.reserve(kind.size() + family.size() + model.size() + blocks.size() + 3);
    for (const std::string_view part : {kind, family, model}) {
        content += part;
        content += '\n';
    }
    content += blocks;
    return content;
}

void writeBlock(JsonWriter &json, const CarriedBlock &block)
{
    json.beginObject();
    if (!block.text.empty())
        json.key("t").escaped(block.text);
    if (!block.token.empty())
        json.key("s").escaped(block.token);
    if (!block.id.empty())
        json.key("i").escaped(block.id);
    if (!block.details.empty())
        json.key("d").raw(block.details);
    if (block.redacted)
        json.key("r").boolean(true);
    if (block.place != CarriedBlock::Place::Own)
        json.key("a").string(block.place == CarriedBlock::Place::Previous ? "p" : "n");
    json.endObject();
}

CarriedBlock readBlock(json::Value value)
{
    CarriedBlock block;
    block.text = value["t"].text().escaped;
    block.token = value["s"].text().escaped;
    block.id = value["i"].text().escaped;
    block.details = value["d"].raw();
    block.redacted = value["r"].boolean().value_or(false);
    if (value["a"].isString())
        block.place = value["a"].is("p") ? CarriedBlock::Place::Previous : CarriedBlock::Place::Next;
    return block;
}

} // namespace

std::string sealCarrier(const Carrier &carrier, std::string_view key)
{
    std::string blocks;
    JsonWriter blockWriter(blocks);
    blockWriter.beginArray();
    for (const CarriedBlock &block : carrier.blocks)
        writeBlock(blockWriter, block);
    blockWriter.endArray();

    std::string content;
    JsonWriter json(content);
    json.beginObject().key("p").string(carrier.family).key("m").string(carrier.model).key("b").raw(blocks);
    json.key("h").string(
        check(signedContent(nameOf(carrier.kind), carrier.family, carrier.model, blocks), key));
    json.endObject();

    std::string sealed(kPrefix);
    sealed += nameOf(carrier.kind);
    sealed += '.';
    sealed += toBase64Url(content);
    return sealed;
}

std::optional<Carrier> openCarrier(Text token, std::string_view key)
{
    if (!isCarrier(token))
        return std::nullopt;
    const std::string_view rest = token.escaped.substr(kPrefix.size());
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const std::optional<CarrierKind> kind = kindOf(rest.substr(0, dot));
    std::string content;
    json::Document document;
    if (!kind || !fromBase64Url(rest.substr(dot + 1), content) || !document.parseCopy(content))
        return std::nullopt;
    const json::Value root = document.root();
    Carrier carrier;
    carrier.kind = *kind;
    carrier.family = unescape(root["p"].text());
    carrier.model = unescape(root["m"].text());
    const json::Value blocks = root["b"];
    if (!blocks.isArray() ||
        !equalConstantTime(
            unescape(root["h"].text()),
            check(signedContent(nameOf(*kind), carrier.family, carrier.model, blocks.raw()), key)))
        return std::nullopt;
    carrier.blocks.reserve(blocks.size());
    for (const json::Value block : blocks)
        carrier.blocks.push_back(readBlock(block));
    return carrier;
}

std::string carrierFamily(const Dialect &dialect, std::string_view model)
{
    if (!dialect.family.empty())
        return dialect.family;
    return (dialect.provider.empty() ? "model:" : dialect.provider + ":") + std::string(model);
}

} // namespace signalbox::wire::ir
