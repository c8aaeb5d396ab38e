#include "app/port_holder.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

namespace signalbox::app {

namespace {

/// Inodes of sockets that listen on `port`: proc_net_tcp(5), field st is 0A for LISTEN.
std::set<std::string> listeningInodes(unsigned port)
{
    std::set<std::string> inodes;
    for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file(table);
        std::string line;
        std::getline(file, line);
        while (std::getline(file, line)) {
            std::istringstream fields(line);
            std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
            fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >>
                inode;
            const std::size_t colon = local.rfind(':');
            unsigned found = 0;
            if (state != "0A" || colon == std::string::npos)
                continue;
            std::from_chars(local.data() + colon + 1, local.data() + local.size(), found, 16);
            if (found == port)
                inodes.insert("socket:[" + inode + ']');
        }
    }
    return inodes;
}

} // namespace

std::optional<std::string> portHolder(std::string_view address)
{
    const std::size_t colon = address.rfind(':');
    unsigned port = 0;
    if (colon == std::string_view::npos ||
        std::from_chars(address.data() + colon + 1, address.data() + address.size(), port).ec != std::errc())
        return std::nullopt;
    const auto inodes = listeningInodes(port);
    std::error_code error;
    for (const auto &process : std::filesystem::directory_iterator("/proc", error)) {
        const std::string pid = process.path().filename().string();
        if (pid.find_first_not_of("0123456789") != std::string::npos)
            continue;
        std::error_code closed;
        for (const auto &descriptor : std::filesystem::directory_iterator(process.path() / "fd", closed)) {
            std::error_code gone;
            if (!inodes.contains(std::filesystem::read_symlink(descriptor.path(), gone).string()))
                continue;
            std::string name;
            std::getline(std::ifstream(process.path() / "comm"), name);
            return name + " (process " + pid + ')';
        }
    }
    return std::nullopt;
}

} // namespace signalbox::app
