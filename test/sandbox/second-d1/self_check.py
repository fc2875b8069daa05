#!/usr/bin/python3
"""Starts second-d1.py, runs a plain Python client through it, prints PASS or FAIL lines.

Usage: self_check.py [--quick]     (--quick leaves out the 41 seconds of token expiry)
"""
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True  # a check should leave no files next to the sources
import checks  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


class Report:
    def __init__(self):
        self.failed = 0
        self.passed = 0

    def __call__(self, name, good):
        print(("PASS  " if good else "FAIL  ") + name, flush=True)
        if good:
            self.passed += 1
        else:
            self.failed += 1


def main():
    report = Report()
    steps = [checks.check_tls, checks.check_token, checks.check_status,
             checks.check_wire, checks.check_record]
    if "--quick" not in sys.argv[1:]:
        steps.append(checks.check_expiry)
    with tempfile.TemporaryDirectory() as folder:
        program = subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, "second-d1.py"), "--out", folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            ready = json.loads(program.stdout.readline() or "null")
            report("start: one JSON line with all fields", ready is not None and sorted(ready) == [
                "authUrl", "bankingUrl", "bundleFile", "caFile", "controlUrl", "statusPath"])
            if ready is not None:
                mode = stat.S_IMODE(os.stat(ready["bundleFile"]).st_mode)
                report("start: bundle file is private (0600)", mode == 0o600)
                run_steps(steps, checks.Server(ready), report)
        finally:
            program.stdin.close()
            check_end(program, ready, report)
    print("%d passed, %d failed" % (report.passed, report.failed))
    return 1 if report.failed else 0


def run_steps(steps, server, report):
    for step in steps:
        try:
            step(server, report)
        except Exception as problem:  # one broken step must not hide the others
            report("%s broke off: %r" % (step.__name__, problem), False)


def check_end(program, ready, report):
    try:
        report("end: stops when stdin closes", program.wait(10) == 0)
    except subprocess.TimeoutExpired:
        program.terminate()
        report("end: stops when stdin closes", False)
        program.wait(10)
    for name in ("authUrl", "controlUrl"):
        if ready is not None:
            port = urllib.parse.urlsplit(ready[name]).port
            with socket.socket() as probe:
                report("end: nobody listens at %s any more" % name,
                       probe.connect_ex(("127.0.0.1", port)) != 0)


if __name__ == "__main__":
    sys.exit(main())
