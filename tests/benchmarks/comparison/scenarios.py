"""What is measured: targets (who stands between the load generator and the mock) and scenarios (what the load is)."""

import dataclasses

RESPONSES = "/v1/responses"
CHAT = "/v1/chat/completions"


@dataclasses.dataclass(frozen=True)
class Target:
    """One line of every table."""

    name: str
    title: str
    program: str  # a key of processes.Programs: mock, nginx, signalbox-qt, signalbox-direct, portkey
    path: str = RESPONSES
    route: str = "x"  # how the model's name begins: Signalbox routes by it, everybody else ignores it
    yardstick: str = "mock"  # the target without a gateway that its latencies are compared with
    floor: str = "nginx"  # the target that its CPU is compared with


TARGETS = [
    Target("mock", "no gateway", "mock"),
    Target("nginx", "nginx `proxy_pass`", "nginx"),
    Target("pass-qt", "Signalbox, Responses passed through (qt)", "signalbox-qt", route="pass"),
    Target("pass-direct", "Signalbox, Responses passed through (direct)", "signalbox-direct", route="pass"),
    Target("translate-qt", "Signalbox, Responses → Chat (qt)", "signalbox-qt", route="translate"),
    Target("translate-direct", "Signalbox, Responses → Chat (direct)", "signalbox-direct", route="translate"),
    Target("mock-chat", "no gateway, Chat", "mock", CHAT, yardstick="mock-chat", floor="nginx-chat"),
    Target("nginx-chat", "nginx `proxy_pass`, Chat", "nginx", CHAT, yardstick="mock-chat", floor="nginx-chat"),
    Target("chat-qt", "Signalbox, Chat passed through (qt)", "signalbox-qt", CHAT, "translate", "mock-chat", "nginx-chat"),
    Target("chat-direct", "Signalbox, Chat passed through (direct)", "signalbox-direct", CHAT, "translate", "mock-chat", "nginx-chat"),
    Target("portkey", "Portkey", "portkey"),
]

RESPONSES_TARGETS = ("mock", "nginx", "pass-qt", "pass-direct", "translate-qt", "translate-direct")
CHAT_TARGETS = ("mock-chat", "nginx-chat", "chat-qt", "chat-direct")
TLS_TARGETS = ("mock", "nginx", "pass-qt", "pass-direct")


@dataclasses.dataclass(frozen=True)
class Scenario:
    """One table: the same load on every target."""

    name: str
    title: str
    script: str  # what the mock is to answer: see mock/script.h
    connections: int
    stream: bool = False
    request_bytes: int = 1000
    rate: int = 0  # requests a second in an open loop; 0: closed loop
    warm_up_ms: int = 300
    time_ms: int = 1000
    secure: bool = False  # TLS between gateway and mock
    targets: tuple = RESPONSES_TARGETS

    @property
    def paced(self):
        return "-p" in self.script

    def quick(self):
        """The same load for a third of the time; a paced stream takes as long as it takes."""
        if self.paced:
            return self
        return dataclasses.replace(self, warm_up_ms=200, time_ms=400)

    def model(self, target):
        return ("tls" if self.secure else target.route) + "-" + self.script


# Portkey is left out where its process would be saturated, so that only the length of its queue would be measured:
# 5,000 requests/s, and paced streams of more than 2,000 events a second.
SCENARIOS = [
    Scenario("whole-1", "Whole answers of 600 B, 1 connection", "n600", 1, targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("whole-32", "Whole answers of 600 B, 32 connections", "n600", 32,
             targets=(*RESPONSES_TARGETS, *CHAT_TARGETS, "portkey")),
    Scenario("whole-256", "Whole answers of 600 B, 256 connections", "n600", 256, targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("stream-50", "Streams of 50 events at full speed, 32 connections", "e50-b80", 32, True,
             targets=(*RESPONSES_TARGETS, *CHAT_TARGETS, "portkey")),
    Scenario("stream-500", "Streams of 500 events at full speed, 8 connections", "e500-b80", 8, True,
             targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("paced-32", "Streams of 40 events, one every 20 ms, 32 connections", "e40-b80-p20000", 32, True,
             warm_up_ms=900, time_ms=1500, targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("paced-256", "Streams of 40 events, one every 20 ms, 256 connections", "e40-b80-p20000", 256, True,
             warm_up_ms=900, time_ms=1500),
    Scenario("paced-1000", "Streams of 25 events, one every 50 ms, 1,000 connections", "e25-b80-p50000", 1000, True,
             warm_up_ms=1400, time_ms=2500),
    Scenario("agent-58k", "A coding agent's request of 58 kB, streams of 50 events, 16 connections", "e50-b80", 16, True, 58000,
             targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("agent-120k", "A coding agent's request of 120 kB, streams of 50 events, 16 connections", "e50-b80", 16, True, 120000,
             targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("tls-whole", "TLS to the provider: whole answers, 32 connections", "n600", 32, secure=True, targets=TLS_TARGETS),
    Scenario("tls-stream", "TLS to the provider: streams of 50 events, 32 connections", "e50-b80", 32, True, secure=True,
             targets=TLS_TARGETS),
    Scenario("rate-300", "300 requests/s, whole answers", "n600", 64, rate=300, targets=(*RESPONSES_TARGETS, "portkey")),
    Scenario("rate-5000", "5,000 requests/s, whole answers", "n600", 64, rate=5000),
]


def target(name):
    return next(each for each in TARGETS if each.name == name)


def scenario(name):
    return next(each for each in SCENARIOS if each.name == name)
