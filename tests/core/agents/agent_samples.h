#pragma once

/// What agents find in their files once they are connected, and what Codex writes. In a header, because moc
/// stumbles over raw strings.
#ifndef Q_MOC_RUN

inline constexpr const char *kOpencode = R"({
  "model": "signalbox/coder",
  "provider": {
    "signalbox": {
      "npm": "@ai-sdk/openai-compatible",
      "name": "Signalbox",
      "options": {
        "baseURL": "http://127.0.0.1:7717/v1",
        "apiKey": "{file:HOME/.config/opencode/signalbox.key}"
      },
      "models": {
        "coder": {
          "name": "coder"
        }
      }
    }
  }
}
)";

inline constexpr const char *kQwen = R"({
  "security": {
    "auth": {
      "selectedType": "openai",
      "baseUrl": "http://127.0.0.1:7717/v1",
      "apiKey": "sk-sb-secret"
    }
  },
  "model": {
    "name": "coder"
  }
}
)";

inline constexpr const char *kClaude = R"({
  "model": "coder",
  "env": {
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:7717/anthropic",
    "ANTHROPIC_AUTH_TOKEN": "sk-sb-secret"
  }
}
)";

inline constexpr const char *kGemini = R"({
  "security": {
    "auth": {
      "selectedType": "gemini-api-key"
    }
  },
  "model": {
    "name": "coder"
  }
}
)";

inline constexpr const char *kOtherConversation =
    R"({"type":"session_meta","payload":{"id":"x","model_provider":"openai"}})";

inline constexpr const char *kOurConversation =
    R"({"type":"session_meta","payload":{"id":"x","model_provider":"signalbox"}})";

#endif
