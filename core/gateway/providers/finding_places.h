#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::gateway {

/// Where it is looked for providers and keys; tests give places of their own.
struct FindingPlaces
{
    /// Of this process: a program started from a desktop's menu does not have those of the shell.
    std::function<std::optional<std::string>(const std::string &name)> environment;
    std::filesystem::path home;
    /// On loopback: Ollama, LM Studio, llama.cpp, vLLM.
    std::vector<std::uint16_t> ports{11434, 1234, 8080, 8000};
};

} // namespace signalbox::gateway
