// The same answer is read however the bytes are split. The first byte of the input chooses the request's
// method.
#include "http/response_parser.h"
#include "split_input.h"

#include <array>

using namespace signalbox;
using namespace signalbox::http;

namespace {

std::string read(std::string_view method, std::string_view bytes, std::size_t step)
{
    std::string told;
    std::string body;
    bool ended = false;
    ResponseParser parser(method, {200, 2'000, 30});
    fuzz::feed(bytes, fuzz::Splitter(step), [&](std::string_view held, std::size_t &consumed) {
        if (ended)
            return false;
        const ResponseParser::Step read = parser.next(held);
        consumed = read.consumed;
        fuzz::require(consumed <= held.size());
        switch (read.status) {
        case ResponseParser::Status::NeedMore:
        case ResponseParser::Status::Fault:
            return false;
        case ResponseParser::Status::Interim:
        case ResponseParser::Status::Head:
            told += std::to_string(parser.head().status) + parser.head().reason + '\n';
            for (const auto &[name, value] : parser.head().fields.all())
                told.append(name).append(":").append(value).append("\n");
            return true;
        case ResponseParser::Status::Body:
            body += read.body;
            return true;
        case ResponseParser::Status::End:
            ended = true;
            return false;
        }
        return false;
    });
    if (!ended)
        ended = parser.finish().status == ResponseParser::Status::End;
    return told + body + (ended ? "|end" : "|fault");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    constexpr std::array<std::string_view, 3> kMethods = {"POST", "HEAD", "CONNECT"};
    const std::string_view method = kMethods[data[0] % kMethods.size()];
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const std::string whole = read(method, bytes, size + 1);
    fuzz::require(read(method, bytes, 1) == whole);
    fuzz::require(read(method, bytes, 7) == whole);
    return 0;
}
