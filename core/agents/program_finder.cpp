#include "agents/program_finder.h"

#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::agents {

namespace {

bool isProgram(const std::string &file)
{
    struct stat status = {};
    return stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(file.c_str(), X_OK) == 0;
}

} // namespace

Result<std::string> findProgram(std::string_view name, std::string_view path)
{
    if (name.empty())
        return fail(ErrorCode::InvalidInput, "no program was named");
    if (name.find('/') != std::string_view::npos) {
        std::string file(name);
        if (isProgram(file))
            return file;
        return fail(ErrorCode::NotFound, file + " is not a program");
    }
    for (std::string_view rest = path;;) {
        const std::size_t colon = rest.find(':');
        // An empty part means the working directory to a shell; here it is left out, because nobody means it.
        if (const std::string_view folder = rest.substr(0, colon); !folder.empty()) {
            std::string file(folder);
            file.append(file.ends_with('/') ? "" : "/").append(name);
            if (isProgram(file))
                return file;
        }
        if (colon == std::string_view::npos)
            break;
        rest.remove_prefix(colon + 1);
    }
    return fail(ErrorCode::NotFound, std::string(name) + " is not in any folder of PATH");
}

} // namespace signalbox::agents
