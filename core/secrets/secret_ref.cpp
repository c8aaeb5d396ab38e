#include "secrets/secret_ref.h"

#include <algorithm>
#include <array>

namespace signalbox::secrets {

namespace {

constexpr std::array kSchemes{Scheme::Environment, Scheme::File, Scheme::Keychain, Scheme::Memory};

} // namespace

std::string_view toString(Scheme scheme)
{
    switch (scheme) {
    case Scheme::Environment:
        return "env";
    case Scheme::File:
        return "file";
    case Scheme::Keychain:
        return "keychain";
    case Scheme::Memory:
        return "memory";
    }
    return "";
}

Result<SecretRef> SecretRef::parse(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view name = text.substr(colon + 1);
        const auto scheme = std::ranges::find(kSchemes, text.substr(0, colon),
                                              [](Scheme each) { return secrets::toString(each); });
        const bool printable =
            std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (scheme != kSchemes.end() && !name.empty() && printable)
            return SecretRef{*scheme, std::string(name)};
    }
    return fail(ErrorCode::InvalidInput, "a reference is \"keychain:NAME\", \"env:NAME\" or \"file:PATH\"");
}

std::string SecretRef::toString() const
{
    std::string text(secrets::toString(scheme));
    return text.append(":").append(name);
}

} // namespace signalbox::secrets
