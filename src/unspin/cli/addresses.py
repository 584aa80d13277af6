"""Texts at web addresses that the user gives: one GET, only to public hosts, within limits of size and time.

A name is resolved once; every address that it has must be public, and the connection goes to one that was checked, so
that a name cannot mean another host by then. The same holds for each redirect. Proxies, cookies and credentials are not used.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from contextlib import closing
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from unspin import __version__
from unspin.document import Document
from unspin.readers import ReadError, read_bytes

MOST_BYTES = 10_000_000
MOST_SECONDS = 20.0
MOST_REDIRECTS = 5

_UNWRITABLE = re.compile(r"[\x00-\x20\x7f]")
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = (".md", ".markdown", ".txt")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CHUNK = 65_536

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Refusal(Exception):  # noqa: N818  no fault of the program
    """The text is not read; ``args`` are reason and remedy."""


class _Place(NamedTuple):
    """An address in parts that can be written into a request."""

    scheme: str
    host: str
    port: int
    target: str


class _Answer(NamedTuple):
    data: bytes
    address: str
    kind: str
    charset: str


def document_at(address: str) -> Document:
    """The document at an http or https address, named by it; pages are read for their main text.

    Raises:
        ReadError: The address is another kind, names a host that is not public, holds a password, or answers with more
            than 10 MB, after more than 20 seconds or 5 redirects, with an error, or with nothing that can be read.
    """
    name = re.sub(r"(?<=://)[^/?#]*@", "", address)
    try:
        answer = _fetched(address, time.monotonic() + MOST_SECONDS)
    except _Refusal as refusal:
        raise ReadError(name, *refusal.args) from None
    except TimeoutError:
        raise ReadError(
            name, f"it takes longer than {MOST_SECONDS:.0f} seconds", "save the page and give its file"
        ) from None
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "no encrypted connection"
        raise ReadError(
            name, f"there is no safe connection to its server ({reason.lower().replace('_', ' ')})", "check the address"
        ) from None
    except (http.client.HTTPException, zlib.error) as error:
        raise ReadError(name, f"its server's answer is damaged ({type(error).__name__})", "try again later") from None
    except OSError as error:
        raise ReadError(name, (error.strerror or str(error)).lower(), "check the address and the network") from None
    path = urlsplit(answer.address).path.lower()
    suffix = ".html" if answer.kind in _PAGES else next((each for each in _TEXTS if path.endswith(each)), "")
    return read_bytes(answer.data, name=name, suffix=suffix, charset=answer.charset)


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, also after what it stands for in IPv4 has been looked at."""
    if isinstance(address, ipaddress.IPv6Address):
        within = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            within.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(each) for each in within if each is not None):
            return False
        if address.ipv4_mapped is not None or address in _NAT64:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _fetched(address: str, deadline: float) -> _Answer:
    for _ in range(MOST_REDIRECTS + 1):
        place = _place(address)
        with closing(_connected(place, _checked(place, deadline), deadline)) as connection:
            response = _asked(connection, place, deadline)
            if response.status not in _REDIRECTS:
                kind = response.headers.get_content_type()
                return _Answer(_content(response), address, kind, response.headers.get_content_charset() or "")
            onward = response.headers.get("Location")
        if not onward:
            raise _Refusal("its server redirects to nowhere", "check the address")
        address = urljoin(address, onward)
    raise _Refusal(f"it redirects more than {MOST_REDIRECTS} times", "give the address where it ends")


def _place(address: str) -> _Place:
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        raise _Refusal("it is no web address", "check the address") from None
    if parts.scheme not in _PORTS:
        raise _Refusal(
            f"it is an address of the kind {parts.scheme}:, and only http: and https: are read", "save it as a file"
        )
    if parts.username is not None or parts.password is not None:
        raise _Refusal("it holds a user name or a password", "save the page and give its file")
    if not host or _UNWRITABLE.search(address) or port == 0:
        raise _Refusal("it is no web address", "check the address")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._[]")
    query = f"?{quote(parts.query, safe=chr(37) + '/:@!$&()*+,;=~-._[]?' + chr(39))}" if parts.query else ""
    return _Place(parts.scheme, host, port or _PORTS[parts.scheme], path + query)


def _checked(place: _Place, deadline: float) -> list[Address]:
    """Every address of the host, all of them public."""
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            answers.put(socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The resolver knows no time limit.
    threading.Thread(target=resolve, daemon=True).start()
    try:
        found = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, Exception):
        raise _Refusal(f"there is no host {place.host}, or no network", "check the address and the network")
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not addresses or not all(is_public(each) for each in addresses):
        raise _Refusal(f"the host {place.host} is not on the public internet", "save the page and give its file")
    return list(dict.fromkeys(addresses))


def _connected(place: _Place, addresses: list[Address], deadline: float) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            plain = socket.create_connection((str(address), place.port), timeout=_left(deadline))
        except TimeoutError:
            raise
        except OSError as error:
            failure = error
            continue
        if place.scheme == "http":
            return plain
        try:
            plain.settimeout(_left(deadline))
            return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
        except BaseException:
            plain.close()
            raise
    raise failure


def _asked(connection: socket.socket, place: _Place, deadline: float) -> http.client.HTTPResponse:
    host = f"[{place.host}]" if ":" in place.host else place.host
    port = "" if place.port == _PORTS[place.scheme] else f":{place.port}"
    connection.settimeout(_left(deadline))
    connection.sendall(
        f"GET {place.target} HTTP/1.1\r\nHost: {host}{port}\r\nUser-Agent: unspin/{__version__}\r\n"
        "Accept: text/html, application/xhtml+xml, text/plain, text/markdown, application/pdf, */*;q=0.5\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\n\r\n".encode("ascii")
    )
    response = http.client.HTTPResponse(_Timed(connection, deadline), method="GET")  # type: ignore[arg-type]
    response.begin()
    return response


def _content(response: http.client.HTTPResponse) -> bytes:
    if response.status != 200:
        raise _Refusal(f"its server answers {response.status} {response.reason[:60]}".rstrip(), "check the address")
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise _Refusal(f"its server packs the text by {packing[:40]}", "save the page and give its file")
    unpack = None if packing == "identity" else zlib.decompressobj(wbits=31)
    data = bytearray()
    while part := response.read(_CHUNK):
        data += unpack.decompress(part, MOST_BYTES + 1) if unpack else part
        if len(data) > MOST_BYTES:
            raise _Refusal(f"it is larger than {MOST_BYTES // 1_000_000} MB", "save the part that you mean as a file")
    if response.length or (unpack and not unpack.eof):
        raise http.client.IncompleteRead(b"")
    return bytes(data)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed(io.RawIOBase):
    """A connection to read from, with one time limit for all that is read, however slowly it comes."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What http.client reads from."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Take what has come."""
        self._connection.settimeout(_left(self._deadline))
        return self._connection.recv_into(buffer)
