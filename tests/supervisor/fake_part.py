"""A small stand-in for a part of the system:  fake_part.py PORT [FLAG...]

`deaf` ignores SIGTERM, `broken` exits at once, `nest` starts a process of its own, `sick` answers 503.
GET /pid answers its process id, GET /env?NAME one environment variable.
"""

import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.send_response(503 if "sick" in sys.argv else 200)
        self.end_headers()
        self.wfile.write(str(os.environ.get(query) if path == "/env" else os.getpid()).encode())

    def log_message(self, *_: object) -> None:
        """Silent."""


def main() -> None:
    flags = sys.argv[2:]
    print(f"part says 你好 on {sys.argv[1]}", flush=True)
    if "broken" in flags:
        sys.exit(7)
    if "deaf" in flags:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "nest" in flags:
        nested = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print(f"nested {nested.pid}", flush=True)
    ThreadingHTTPServer.allow_reuse_address = True
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()


if __name__ == "__main__":
    main()
