// The same requests are read however the bytes are split, and what is read could be written again in one way
// only.
#include "http/request_parser.h"
#include "split_input.h"

using namespace signalbox;
using namespace signalbox::http;

namespace {

std::string read(std::string_view bytes, std::size_t step)
{
    std::string told;
    std::string body;
    RequestParser parser({200, 2'000, 30});
    fuzz::feed(bytes, fuzz::Splitter(step), [&](std::string_view held, std::size_t &consumed) {
        const RequestParser::Step read = parser.next(held);
        consumed = read.consumed;
        fuzz::require(consumed <= held.size());
        switch (read.status) {
        case RequestParser::Status::NeedMore:
            return false;
        case RequestParser::Status::Head: {
            body.clear();
            const RequestHead &head = parser.head();
            fuzz::require(head.target.find_first_of(" \r\n\t") == std::string::npos);
            told += head.method + ' ' + head.target + '\n';
            for (const auto &[name, value] : head.fields.all()) {
                fuzz::require(std::string(name).append(value).find_first_of(std::string_view("\r\n\0", 3)) ==
                              std::string::npos);
                told.append(name).append(":").append(value).append("\n");
            }
            fuzz::require(
                !(head.fields.contains("content-length") && head.fields.contains("transfer-encoding")));
            return true;
        }
        case RequestParser::Status::Body:
            body += read.body;
            return true;
        case RequestParser::Status::End:
            told += body + (parser.keepAlive() ? "|keep\n" : "|close\n");
            return true;
        case RequestParser::Status::Fault:
            fuzz::require(parser.fault().status >= 400);
            return false;
        }
        return false;
    });
    if (parser.next({}).status == RequestParser::Status::Fault)
        told += "fault " + std::to_string(parser.fault().status);
    return told;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::string whole = read(bytes, size + 1);
    fuzz::require(read(bytes, 1) == whole);
    fuzz::require(read(bytes, 7) == whole);
    return 0;
}
