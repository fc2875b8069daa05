"""Starting and ending child processes so that none is ever left behind."""
import ctypes
import signal
import subprocess

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def start_child(command, **options):
    """The kernel ends the child too if this process is killed outright."""
    return subprocess.Popen(command, preexec_fn=_follow_parent, **options)


def end_child(child, patience=3):
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _follow_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    # The parent may have blocked or redirected signals; the child starts clean,
    # and Ctrl-C in a terminal is left to the parent, which ends the child in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
