#!/usr/bin/env python3
"""Takes the bytes out of the shared corpora, one file a case, in a folder for each fuzz target that can use them:
shared_seeds.py CORPORA OUTPUT. They are read where they lie and never become part of the project.
"""

import base64
import json
import pathlib
import sys


def cases(corpora, *names):
    """Yields (id, bytes) of every case with bytes; a file that is not there has none."""
    for name in names:
        path = corpora / name
        if not path.is_file():
            continue
        for number, case in enumerate(json.loads(path.read_text()).get("cases", [])):
            if "bytes_base64" in case:
                yield f"{path.stem}-{number}", base64.b64decode(case["bytes_base64"])
            elif "text" in case:
                yield f"{path.stem}-{number}", case["text"].encode("utf-8", "surrogatepass")


def main():
    corpora, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    requests = list(cases(corpora, "http1/http1-requests.json", "http1/own-http1-requests.json"))
    responses = list(cases(corpora, "http1/http1-responses.json", "http1/own-http1-responses.json"))
    events = list(cases(corpora, "sse/sse.json", "sse/own-sse.json"))
    texts = list(cases(corpora, "json/jsontestsuite.json"))
    tables = list(cases(corpora, "toml/toml-test.json"))
    settings = list(cases(corpora, "agent-configs/agent-configs.json", "agent-configs/own-agent-configs.json"))
    targets = {
        "request_parser": requests,
        "request_differential": requests,
        "chunked_reader": [(name, data.split(b"\r\n\r\n", 1)[-1]) for name, data in requests],
        "response_parser": [(name, b"\0" + data) for name, data in responses],  # the first byte is the method
        "sse_decoder": [(name, b"\3" + data) for name, data in events],  # … the size of the pieces
        "chat_answer": events,
        "responses_answer": events,
        "anthropic_answer": events,
        "gemini_answer": events,
        "gemini_request": texts,
        "gemini_schema": texts,
        "embeddings": texts,
        "refused_parameter": texts,
        "json_document": texts,
        "configuration": texts,
        "control_request": texts,
        "toml_edit": tables + settings,
        "jsonc_edit": texts + settings,
    }
    for target, files in targets.items():
        folder = output / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files:
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
