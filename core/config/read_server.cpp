#include "config/listen_address.h"
#include "config/section_readers.h"
#include "config/text_checks.h"

#include <algorithm>
#include <array>

namespace signalbox::config {

namespace {

constexpr std::array<std::string_view, 2> kAuth{"required", "none"};
// Roles with less than everything come with the code that enforces them; until then the name would be a
// promise nobody keeps.
constexpr std::array<std::string_view, 1> kRoles{"admin"};

std::vector<std::string> readListen(ObjectReader &reader, const Server &defaults)
{
    const JsonNode *listen = reader.member("listen");
    if (listen == nullptr)
        return defaults.listen;
    const std::string pointer = reader.pointerOf("listen");
    std::vector<std::string> addresses;
    const auto take = [&](const JsonNode &node, const std::string &where) {
        if (node.kind != JsonNode::Kind::String)
            reader.findings().push_back({where, "has to be text, not " + std::string(nameOf(node.kind))});
        else if (!parseListenAddress(node.text))
            reader.findings().push_back(
                {where, "has to be an address and a port, such as \"127.0.0.1:7717\" or \"[::1]:7717\""});
        else if (std::ranges::find(addresses, node.text) != addresses.end())
            reader.findings().push_back({where, "stands in the list already"});
        else
            addresses.push_back(node.text);
    };
    if (listen->kind != JsonNode::Kind::Array) {
        take(*listen, pointer);
    } else {
        for (std::size_t i = 0; i < listen->items.size(); ++i)
            take(listen->items[i], pointerTo(pointer, i));
        if (listen->items.empty())
            reader.add("listen", "names no address");
    }
    return addresses;
}

AdminToken readAdminToken(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    AdminToken token;
    if (const auto id = reader.string("id", Need::Required)) {
        check(reader, "id", wrongId(*id));
        token.id = *id;
    }
    if (const auto secret = reader.string("secret", Need::Required)) {
        check(reader, "secret", wrongReference(*secret));
        token.secret = *secret;
    }
    reader.assign(token.role, reader.oneOf("role", kRoles));
    reader.finish();
    return token;
}

} // namespace

Server readServer(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    Server server;
    server.listen = readListen(reader, server);
    if (const auto auth = reader.oneOf("auth", kAuth))
        server.auth = *auth == "none" ? Auth::None : Auth::Required;
    reader.duration("drain_seconds", server.drain, {0, 3600});
    reader.assign(server.maxBodyBytes, reader.integer("max_body_bytes", {1024, 4LL * 1024 * 1024 * 1024}));
    reader.assign(server.allowedHosts, reader.strings("allowed_hosts"));
    UniqueNames tokenIds(findings);
    forEach(reader, "admin_tokens", [&](const JsonNode &item, const std::string &where) {
        server.adminTokens.push_back(readAdminToken(item, where, findings));
        tokenIds.add(server.adminTokens.back().id, pointerTo(where, "id"));
    });
    if (server.auth == Auth::None) {
        for (const std::string &listen : server.listen) {
            const auto address = parseListenAddress(listen);
            if (address && !address->isLoopback())
                reader.add("auth", "\"none\" is accepted on loopback only, and " + listen +
                                       " can be reached from other machines");
        }
    }
    reader.finish();
    return server;
}

} // namespace signalbox::config
