"""The HTTPS front end: lighttpd with GnuTLS, client certificate required.

Everything below the base path goes to the backend on loopback; anything else
gets lighttpd's own HTML error page, as from a real gateway.
"""
import os
import shutil
import socket
import ssl
import subprocess
import time

import credentials
from children import end_child, start_child

# File names are relative: lighttpd runs inside the output folder, so the
# folder's name needs no quoting here.
CONFIGURATION = """\
server.modules = ( "mod_gnutls", "mod_proxy" )
server.bind = "127.0.0.1"
server.port = {port}
# No file can lie below this, so everything that is not proxied is a 404.
server.document-root = "/dev/null/none"
server.errorlog = "lighttpd.log"
server.tag = "d1-gateway"
# HTTP/1.1 only: in HTTP/2 there would be neither chunks nor header case.
server.feature-flags = ( "server.h2proto" => "disable" )
# Hand on each piece of an answer as it comes, instead of collecting it.
server.stream-response-body = 2
ssl.engine = "enable"
ssl.pemfile = "{chain}"
ssl.privkey = "{key}"
ssl.openssl.ssl-conf-cmd = ( "MinProtocol" => "TLSv1.2" )
ssl.verifyclient.activate = "enable"
ssl.verifyclient.enforce = "enable"
ssl.verifyclient.depth = 1
ssl.verifyclient.ca-file = "{client_ca}"
ssl.verifyclient.username = "SSL_CLIENT_S_DN_CN"
# The backend learns the certificate's name from the Forwarded header.
proxy.forwarded = ( "for" => 1, "remote_user" => 1 )
proxy.server = ( "{base}/" => (( "host" => "127.0.0.1", "port" => {backend_port} )) )
"""


def start_front_end(folder, backend_port):
    """Returns (child, port) once HTTPS answers with our own server certificate."""
    program = shutil.which("lighttpd") or "/usr/sbin/lighttpd"
    for _ in range(5):  # another program may take the free port before lighttpd does
        port = _free_port()
        credentials.write_private(folder, "lighttpd.conf", CONFIGURATION.format(
            port=port,
            backend_port=backend_port,
            chain=credentials.SERVER_CHAIN,
            key=credentials.SERVER_KEY,
            client_ca=credentials.CLIENT_CA,
            base=credentials.BASE_PATH,
        ))
        with open(os.path.join(folder, "lighttpd.out"), "ab") as output:
            child = start_child(
                [program, "-D", "-f", "lighttpd.conf"],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )
        if _wait_for_https(folder, child, port):
            return child, port
        end_child(child)
    raise RuntimeError("lighttpd did not start, see lighttpd.out and lighttpd.log in the output folder")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for_https(folder, child, port):
    trust = ssl.create_default_context(cafile=os.path.join(folder, credentials.SERVER_CA))
    # In TLS 1.3 a client is done before the server misses its certificate, so the
    # handshake succeeds here although no certificate is shown.
    trust.minimum_version = ssl.TLSVersion.TLSv1_3
    deadline = time.monotonic() + 10
    while child.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as plain:
                with trust.wrap_socket(plain, server_hostname="localhost"):
                    return True
        except OSError:
            time.sleep(0.05)
    return False
