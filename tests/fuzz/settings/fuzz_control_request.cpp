// Any line of the control socket is read or refused with words that are valid UTF-8; what is read can be
// written, and is read as the same.
#include "admin/control_request.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::admin;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto request = readControlRequest({reinterpret_cast<const char *>(data), size});
    if (!request) {
        if (request.error().code != ErrorCode::InvalidInput || request.error().message.empty())
            std::abort();
        return 0;
    }
    if (request->what == ControlRequest::What::CreateKey && request->models.empty())
        std::abort();
    const std::string written = writeControlRequest(*request); // throws where a string is no UTF-8
    if (written.find('\n') != written.size() - 1 || readControlRequest(written) != request)
        std::abort();
    return 0;
}
