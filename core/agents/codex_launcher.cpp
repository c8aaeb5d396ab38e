#include "agents/codex_launcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace signalbox::agents {

namespace {

constexpr std::string_view kProvider = "model_providers.signalbox.";
constexpr std::string_view kKeyVariable = "SIGNALBOX_CODEX_KEY";

/// A TOML basic string: what stands behind `-c key=` is read as TOML.
std::string tomlText(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += kHex[byte >> 4U];
            out += kHex[byte & 0xfU];
        } else {
            out += c;
        }
    }
    out += '"';
    return out;
}

/// The host of "http://host:port", as NO_PROXY wants it.
std::optional<std::string> hostOf(std::string_view url)
{
    if (!url.starts_with("http://"))
        return std::nullopt;
    std::string_view host = url.substr(7);
    if (host.ends_with('/'))
        host.remove_suffix(1);
    if (host.find_first_of("/?#@ ") != std::string_view::npos)
        return std::nullopt;
    if (host.starts_with('['))
        host = host.substr(1, host.find(']') == std::string_view::npos ? 0 : host.find(']') - 1);
    else
        host = host.substr(0, host.find(':'));
    if (host.empty())
        return std::nullopt;
    return std::string(host);
}

std::optional<std::string_view> valueOf(const Environment &environment, std::string_view name)
{
    const auto at = environment.find(std::string(name));
    if (at == environment.end() || at->second.empty())
        return std::nullopt;
    return at->second;
}

/// Codex asks a proxy of the environment for 127.0.0.1 too, unless NO_PROXY names it. The spelling that is
/// read first is the lower-case one, so both are set.
void passProxyBy(const std::string &host, const Environment &environment, Invocation &invocation)
{
    constexpr std::array<std::string_view, 6> kProxies{"http_proxy",  "HTTP_PROXY", "https_proxy",
                                                       "HTTPS_PROXY", "all_proxy",  "ALL_PROXY"};
    const bool proxied = std::ranges::any_of(
        kProxies, [&environment](std::string_view name) { return valueOf(environment, name).has_value(); });
    if (!proxied)
        return;
    const auto lower = valueOf(environment, "no_proxy");
    const auto upper = valueOf(environment, "NO_PROXY");
    std::string list(lower ? *lower : upper.value_or(""));
    if (!list.empty())
        list += ',';
    list += host;
    invocation.variables.emplace_back("NO_PROXY", list);
    invocation.variables.emplace_back("no_proxy", list);
}

/// What the user set by `-c`, `--config` or `-c=…`; nothing for other arguments.
std::optional<std::string_view> overrideAt(const std::vector<std::string> &arguments, std::size_t place)
{
    const std::string_view argument = arguments[place];
    if (argument == "-c" || argument == "--config")
        return place + 1 < arguments.size() ? std::optional<std::string_view>(arguments[place + 1])
                                            : std::nullopt;
    if (argument.starts_with("--config="))
        return argument.substr(9);
    if (argument.starts_with("-c") && !argument.starts_with("--"))
        return argument.substr(argument.starts_with("-c=") ? 3 : 2);
    return std::nullopt;
}

/// Whether "key=value" sets that key.
bool startsKey(std::string_view setting, std::string_view key)
{
    const std::size_t equals = setting.find('=');
    std::string_view name = setting.substr(0, equals);
    while (name.ends_with(' '))
        name.remove_suffix(1);
    return equals != std::string_view::npos && name == key;
}

/// An argument that would have Codex ask somebody else.
std::optional<std::string> wayRound(const std::vector<std::string> &arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--")
            return std::nullopt; // a prompt follows
        if (arguments[i] == "--oss" || arguments[i].starts_with("--local-provider"))
            return arguments[i];
        const auto set = overrideAt(arguments, i);
        if (set &&
            (startsKey(*set, "model_provider") || startsKey(*set, std::string(kProvider) + "base_url")))
            return std::string("-c ").append(*set);
    }
    return std::nullopt;
}

/// Whether a recorded conversation is asked for.
bool resumes(const std::vector<std::string> &arguments)
{
    return std::ranges::any_of(arguments,
                               [](const std::string &it) { return it == "resume" || it == "fork"; });
}

} // namespace

Result<Invocation> planCodex(CodexLaunch launch)
{
    while (launch.gatewayUrl.ends_with('/'))
        launch.gatewayUrl.pop_back();
    const auto host = hostOf(launch.gatewayUrl);
    if (!host)
        return fail(ErrorCode::InvalidInput, "\"" + launch.gatewayUrl + "\" is not the address of a gateway");
    if (const auto argument = wayRound(launch.arguments))
        return fail(ErrorCode::InvalidInput,
                    "\"" + *argument + "\" would send Codex past Signalbox; run codex itself for that");

    Invocation invocation;
    invocation.program = std::move(launch.program);
    const auto set = [&invocation](std::string key, const std::string &value) {
        invocation.arguments.emplace_back("-c");
        invocation.arguments.push_back(std::move(key) + "=" + value);
    };
    const auto setProvider = [&set](std::string_view key, const std::string &value) {
        set(std::string(kProvider).append(key), value);
    };
    // In front of any subcommand: Codex hands root options on to all of them, and what stands further behind
    // wins.
    set("model_provider", tomlText("signalbox"));
    setProvider("name", tomlText("Signalbox")); // not "OpenAI": that would turn on what only OpenAI serves
    setProvider("base_url", tomlText(launch.gatewayUrl + "/v1"));
    setProvider("model_catalog_url", tomlText(launch.gatewayUrl + "/v1/models"));
    setProvider("env_key", tomlText(kKeyVariable));
    setProvider("wire_api", tomlText("responses"));
    // The gateway retries and fails over itself; Codex's two layers would multiply that.
    setProvider("request_max_retries", "1");
    setProvider("stream_max_retries", "2");
    if (!launch.model.empty())
        set("model", tomlText(launch.model));

    passProxyBy(*host, launch.environment, invocation);
    invocation.secretVariable = kKeyVariable;
    invocation.secret = std::move(launch.key);
    if (resumes(launch.arguments)) {
        invocation.notes.emplace_back(
            "Codex continues a conversation only with the provider it began with: those begun "
            "without Signalbox are continued by codex itself.");
    }
    std::ranges::move(launch.arguments, std::back_inserter(invocation.arguments));
    return invocation;
}

} // namespace signalbox::agents
