#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace signalbox::catalog {

/// How a request shows who pays for it.
enum class AuthScheme {
    None,         ///< nothing is asked; a key that is configured is sent as a bearer token all the same
    Header,       ///< the key in one header
    AwsSignature, ///< requests are signed; a key that is none to sign with is sent in the header
    AccountToken, ///< as Header, but of an account: a token that is asked for with its credentials
};

struct Auth
{
    AuthScheme scheme = AuthScheme::Header;
    std::string header = "Authorization";
    std::string prefix = "Bearer ";                   ///< before the key
    std::string service;                              ///< of AWS, for which requests are signed: "bedrock"
    std::map<std::string, std::string> otherServices; ///< by format, where it differs

    bool operator==(const Auth &) const = default;
};

/// Fields of a struct of the wire formats that differ from their defaults, under the fields' own names.
/// Values and not the struct, because the catalogue stands beside the formats and includes neither them nor
/// their types.
using FieldValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;
using FieldValues = std::map<std::string, FieldValue>;

/// A provider as the catalogue knows it. What differs from host to host is data here, never code.
struct ProviderRow
{
    std::string id; ///< the configuration's "kind"
    std::string name;
    /// To it comes: "/responses", "/chat/completions" (openai-*), "/v1/messages" (anthropic-messages),
    /// "/models/…" (gemini), "/api/chat" (ollama). Empty: the configuration has to give one.
    std::string baseUrl;
    std::map<std::string, std::string> otherBaseUrls; ///< by format, where it differs
    std::string query;                                ///< behind every path: "api-version={api_version}"
    /// By a variable's name and value: instead of `baseUrl`.
    std::map<std::string, std::map<std::string, std::string>> specialBaseUrls;
    std::vector<std::string> wire; ///< formats in order of preference for coding agents
    Auth auth;
    std::map<std::string, std::string> headers; ///< sent with every request
    std::vector<std::string> environment;       ///< variables that people keep its key in
    std::vector<std::string> environmentFiles;  ///< variables that hold the path of a file with its key
    /// By the name of a variable of its URLs: those of the environment that people keep its value in.
    std::map<std::string, std::vector<std::string>> environmentOfVariables;
    FieldValues dialect;                              ///< of wire::Dialect
    std::map<std::string, FieldValues> otherDialects; ///< by format: what differs from `dialect` there
    /// By format: patterns of the models that it serves and no other format does. Formats that stand here for
    /// none serve all the rest.
    std::map<std::string, std::vector<std::string>> formatModels;
    std::string anyModel;   ///< whose row stands for every name it does not list; empty: nobody's
    bool local = false;     ///< runs on the user's own machine
    bool simulated = false; ///< answers come from the simulator, not from a host
    std::string notes;      ///< for people

    /// Of the format, by the values that variables have; nothing where the row does not speak it.
    [[nodiscard]] std::string baseUrlFor(std::string_view format,
                                         const std::map<std::string, std::string> &filled = {}) const;
    /// Of AWS, for which requests of the format are signed; empty where none are.
    [[nodiscard]] std::string serviceFor(std::string_view format) const;
    /// Whether its host wants a key. Who listens at an entry's own address, where it has one, may want none.
    [[nodiscard]] bool needsKey(std::string_view ownBaseUrl = {}) const;
    /// Names that stand in {…} of its URLs and its query, but for kModelPlace.
    [[nodiscard]] std::vector<std::string> variables() const;

    bool operator==(const ProviderRow &) const = default;
};

/// The name in {…} of a URL's path that is no variable: each request puts its model there.
inline constexpr std::string_view kModelPlace = "model";

/// `url` with every {name} replaced, but for kModelPlace; InvalidInput where a name has no value.
[[nodiscard]] Result<std::string> fillUrl(std::string_view url,
                                          const std::map<std::string, std::string> &variables);

/// The value a dialect field has to hold, by its index in FieldValue; npos where there is no such field.
[[nodiscard]] std::size_t dialectFieldType(std::string_view field);
/// All fields, for tests that compare them with the struct.
[[nodiscard]] std::vector<std::string_view> dialectFields();

} // namespace signalbox::catalog
