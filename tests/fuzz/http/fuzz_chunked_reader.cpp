// The same data comes out however the bytes are split, and llhttp sees the same frames.
#include "http/chunked_reader.h"
#include "http/llhttp_witness.h"
#include "split_input.h"

using namespace signalbox;
using namespace signalbox::http;

namespace {

constexpr std::string_view kHead = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

struct Reading
{
    std::string data;
    bool ended = false;
    bool failed = false;
    bool disputed = false; ///< llhttp sees it otherwise: the parsers refuse such a message

    bool operator==(const Reading &) const = default;
};

Reading read(std::string_view bytes, std::size_t step)
{
    Reading reading;
    ChunkedReader reader;
    LlhttpWitness witness(LlhttpWitness::Side::Request);
    fuzz::require(witness.agreesOnHead(kHead, {Framing::Kind::Chunked, 0}, true));
    fuzz::feed(bytes, fuzz::Splitter(step), [&](std::string_view held, std::size_t &consumed) {
        if (reading.ended || reading.failed || reading.disputed)
            return false;
        const ChunkedReader::Step read = reader.next(held);
        consumed = read.consumed;
        fuzz::require(consumed <= held.size());
        if (read.status == ChunkedReader::Status::NeedMore)
            return false;
        reading.failed = read.status == ChunkedReader::Status::Fault;
        if (reading.failed)
            return false;
        reading.ended = read.status == ChunkedReader::Status::End;
        reading.disputed = !witness.agreesOnFrame(held.substr(0, consumed), read.data.size(), reading.ended);
        if (!reading.disputed)
            reading.data += read.data;
        return true;
    });
    return reading;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const Reading whole = read(bytes, size + 1);
    fuzz::require(read(bytes, 1) == whole);
    fuzz::require(read(bytes, 7) == whole);
    return 0;
}
