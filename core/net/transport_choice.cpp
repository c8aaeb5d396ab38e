#include "net/transport_choice.h"

#include "net/qt_transport.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#    include "net/direct_transport.h"
#endif

namespace signalbox::net {

namespace {

#ifdef Q_OS_LINUX
constexpr bool kHasDirect = true;
#else
constexpr bool kHasDirect = false;
#endif

} // namespace

Result<TransportKind> readTransportKind(const std::optional<std::string> &said)
{
    if (!said)
        return kHasDirect ? TransportKind::Direct : TransportKind::Qt;
    if (*said == "qt")
        return TransportKind::Qt;
    if (*said == "direct" && kHasDirect)
        return TransportKind::Direct;
    return fail(ErrorCode::InvalidInput,
                "SIGNALBOX_TRANSPORT is \"" + *said + "\"; " +
                    (kHasDirect ? "it can be \"direct\" or \"qt\"" : "on this system it can only be \"qt\""));
}

std::unique_ptr<Transport> createTransport(TransportKind kind, const TransportOptions &options)
{
#ifdef Q_OS_LINUX
    if (kind == TransportKind::Direct)
        return createDirectTransport(options);
#else
    Q_UNUSED(kind)
#endif
    return createQtTransport(options);
}

} // namespace signalbox::net
