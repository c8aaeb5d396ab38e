"""The programs of a run: started on loopback and free ports, in a folder of their own, and stopped by their pids."""

import json
import os
import pathlib
import selectors
import shutil
import signal
import socket
import subprocess
import time

import scenarios

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE.parent / "peers"
START_SECONDS = 60  # a limit, not a wait: valgrind starts slowly
CLIENT_KEY = "sk-sbx-bench-0123456789abcdef0123456789abcdef"


class StartError(Exception):
    """A program is not there or does not start; the text is for people."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, name):
    """Until somebody listens there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)  # nothing announces it: the condition is polled
    raise StartError(f"{name} does not listen")


def wait_for_line(process, start, name):
    """The first line of its output that begins so."""
    deadline = time.monotonic() + START_SECONDS
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while ready.select(max(0, deadline - time.monotonic())):
            line = process.stdout.readline()
            if not line:
                break
            if line.startswith(start):
                return line
    raise StartError(f"{name} does not start: see its log")


def signalbox_configuration(ports):
    """As a user would write it: key required, ledger and metrics on. One virtual model for each route and script, the
    route's name first: `pass-n600` is served by the Responses provider, `translate-n600` by the Chat one."""
    scripts = sorted({each.script for each in scenarios.SCENARIOS})

    def provider(name, wire, scheme, port):
        models = [{"id": f"x-{script}", "context": 400000, "tool_call": True,
                   "price": {"input_per_mtok": 1.25, "output_per_mtok": 10}} for script in scripts]
        return {"id": name, "kind": "openai-compatible", "base_url": f"{scheme}://127.0.0.1:{port}/v1", "wire": wire,
                "keys": [{"id": "main", "secret": "env:BENCH_PROVIDER_KEY"}], "models": models}

    plain, secure = ports
    providers = {"pass": provider("responses", "openai-responses", "http", plain),
                 "translate": provider("chat", "openai-chat", "http", plain),
                 "tls": provider("secure", "openai-responses", "https", secure)}
    models = [{"name": f"{route}-{script}", "strategy": "weighted",
               "targets": [{"provider": entry["id"], "model": f"x-{script}", "weight": 1}]}
              for route, entry in providers.items() for script in scripts]
    return {"version": 1, "server": {"listen": ["127.0.0.1:0"], "auth": "required", "drain_seconds": 5}, "proxy": "none",
            "providers": list(providers.values()), "models": models,
            "virtual_keys": [{"id": "bench", "secret": "env:BENCH_CLIENT_KEY", "models": ["*"]}],
            "telemetry": {"prometheus": True}}


NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_rlimit_nofile 20000;
events {{ worker_connections 8192; use epoll; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_body_buffer_size 1m;
  client_max_body_size 64m;
  upstream mock {{ server 127.0.0.1:{plain}; keepalive 2048; keepalive_requests 100000000; }}
  upstream secure {{ server 127.0.0.1:{secure}; keepalive 2048; keepalive_requests 100000000; }}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_buffering off;
  proxy_ssl_trusted_certificate {folder}/certificates/ca.pem;
  proxy_ssl_verify on;
  proxy_ssl_name localhost; # it compares with names alone, not with addresses
  server {{ listen 127.0.0.1:{listen} backlog=4096; location / {{ proxy_pass http://mock; }} }}
  server {{ listen 127.0.0.1:{listen_secure} backlog=4096; location / {{ proxy_pass https://secure; }} }}
}}
"""


class Programs:
    """Starts what a run needs when it is first asked for, and stops all at the end: use as a context manager."""

    def __init__(self, binaries, folder):
        self.binaries = pathlib.Path(binaries)
        self.folder = pathlib.Path(folder)
        self.ports = {}  # program → (port, port for TLS upstream)
        self.pids = {}
        self.running = []
        (self.folder / "certificates").mkdir()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            self.stop(process)

    def start(self, name, command, environment=None, stdout=None):
        log = open(self.folder / f"{name}.log", "ab")
        with log:
            process = subprocess.Popen(command, env=environment, stdout=stdout or log, stderr=log, cwd=self.folder)
        self.running.append(process)
        return process

    def stop(self, process):
        """SIGTERM, and SIGKILL for what does not end."""
        if process in self.running:
            self.running.remove(process)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode

    def address(self, program, secure=False):
        """(port, pids) of a program, which is started if it is not there yet."""
        if program not in self.ports:
            starters = {"mock": self.start_mock, "nginx": self.start_nginx, "portkey": self.start_portkey}
            if program in starters:
                starters[program]()
            else:
                process, port = self.start_signalbox(program)
                self.ports[program], self.pids[program] = (port, port), [process.pid]
        return self.ports[program][1 if secure else 0], self.pids[program]

    def start_mock(self):
        process = self.start("mock", [self.binaries / "bench_mock", "--certificates", self.folder / "certificates"],
                             stdout=subprocess.PIPE)
        _, plain, secure = wait_for_line(process, b"mock ", "the mock").split()
        # The load generator speaks no TLS: the line without a gateway stays plain.
        self.ports["mock"], self.pids["mock"] = (int(plain), int(plain)), [process.pid]
        self.provider_ports = (int(plain), int(secure))

    def start_nginx(self):
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if not program:
            raise StartError("nginx is not installed (./dev setup bench)")
        self.address("mock")
        listen, listen_secure = free_port(), free_port()
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, plain=self.provider_ports[0], secure=self.provider_ports[1],
                                       listen=listen, listen_secure=listen_secure))
        # As root its worker would be another user, who has to reach the folder of its temporary files.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        process = self.start("nginx", [program, "-p", self.folder, "-c", config, *user])
        wait_for_port(listen, process, "nginx")
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        self.ports["nginx"], self.pids["nginx"] = (listen, listen_secure), [int(pid) for pid in children]

    def start_portkey(self):
        server = PEERS / "node_modules/@portkey-ai/gateway/build/start-server.js"
        if not server.exists():
            raise StartError("Portkey is not installed (./dev setup bench)")
        port = free_port()
        process = self.start("portkey", [PEERS / "node_modules/.bin/node", server, f"--port={port}", "--headless"],
                             dict(os.environ, NODE_ENV="production"))
        wait_for_port(port, process, "Portkey")
        self.ports["portkey"], self.pids["portkey"] = (port, port), [process.pid]

    def start_signalbox(self, program, wrapper=(), name=None):
        """(process, port). `program` is signalbox-TRANSPORT; `wrapper` goes before the command (valgrind); `name`, if not
        the program's, that of its data."""
        self.address("mock")
        home = self.folder / (name or program)
        (home / "run").mkdir(mode=0o700, parents=True)
        config = home / "config.json"
        config.write_text(json.dumps(signalbox_configuration(self.provider_ports), indent=1))
        config.chmod(0o600)
        certificates = self.folder / "certificates"
        environment = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
                       "SIGNALBOX_TRANSPORT": program.removeprefix("signalbox-"), "BENCH_PROVIDER_KEY": "sk-provider",
                       "BENCH_CLIENT_KEY": CLIENT_KEY, "SSL_CERT_FILE": str(certificates / "ca.pem"),
                       "SSL_CERT_DIR": str(certificates)}
        command = [*wrapper, self.binaries / "signalbox", "serve", "--config", config, "--data-dir", home / "data"]
        process = self.start(program, [*trusting(certificates), *command], environment, subprocess.PIPE)
        line = wait_for_line(process, b"signalbox listening on", "Signalbox")
        return process, int(line.rsplit(b":", 1)[1])

    def headers(self, program):
        """What the client has to say besides the request."""
        headers = [f"Authorization: Bearer {CLIENT_KEY}"]
        if program == "portkey":
            headers += ["x-portkey-provider: openai",
                        f"x-portkey-custom-host: http://127.0.0.1:{self.provider_ports[0]}/v1"]
        return headers


def trusting(certificates):
    """A command's beginning for a program that looks for authorities in /etc/ssl/certs alone, as Qt's sockets do:
    SSL_CERT_FILE is not read by them. In a mount namespace of its own our folder stands there. Where namespaces are
    not allowed it is empty, and what needs TLS is left out."""
    wrap = ["unshare", "--mount", "--map-root-user", "sh", "-c", 'mount --bind "$0" /etc/ssl/certs && exec "$@"', certificates]
    allowed = shutil.which("unshare") and subprocess.run([*wrap, "true"], capture_output=True, check=False).returncode == 0
    return wrap if allowed else []
