"""Ports of this machine: taken, free, answering."""

import errno
import http.client
import socket

LOOPBACK = "127.0.0.1"


def port_is_free(port: int, *, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on the port.

    The web server shares its port between its processes (SO_REUSEPORT), so a second one would start without an error
    and take half of the requests: asked here first, without sharing.

    Raises:
        OSError: anything but a taken port, such as one that only root may use.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still fading away counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def free_port(*, host: str = LOOPBACK) -> int:
    """A port that nobody uses at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def answers(port: int, *, host_name: str, path: str = "/", seconds: float = 1.0) -> int | None:
    """The status code that a web server on this machine gives for a host name; None when it does not answer."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=seconds)
    try:
        connection.request("GET", path, headers={"Host": f"{host_name}:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
