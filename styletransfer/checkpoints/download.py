"""One file over HTTP, resumed where an earlier attempt ended; called by `store.fetch` alone."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from styletransfer.errors import DownloadFailed

Report = Callable[[int, int | None], None]
"""Receives bytes so far and bytes in all (None when unknown); may raise `Cancelled`."""

CHUNK = 2**18
TIMEOUT_SECONDS = 30.0
ATTEMPTS = 3
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PARTIAL, _RANGE_REFUSED = 206, 416


def download(url: str, part: Path, size: int | None, report: Report) -> None:
    """Fetch `url` into `part`, going on behind the bytes that it already holds.

    Args:
        url: https, or http on this machine.
        part: grows as bytes arrive and stays when the download is interrupted.
        size: bytes of the whole file, or None to believe the server.
        report: called after every chunk.
    Raises:
        DownloadFailed: no connection, a refusal, a web page instead of the file, or an end before the end.
    """
    address = urllib.parse.urlsplit(url)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _LOOPBACK):
        raise DownloadFailed(f"{url} is not an https address")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            expected = _transfer(url, part, size, report)
        except (OSError, http.client.HTTPException) as error:
            if attempt == ATTEMPTS or not _is_worth_another_try(error):
                raise DownloadFailed(_reason(error)) from error
            continue
        if expected is None or part.stat().st_size == expected:
            return
    raise DownloadFailed(f"the connection ended after {part.stat().st_size} of {expected} bytes")


def _transfer(url: str, part: Path, size: int | None, report: Report) -> int | None:
    """Run one request; return the size that the whole file should have."""
    have = part.stat().st_size if part.exists() else 0
    if size is not None and have == size:
        return size
    if size is not None and have > size:
        part.unlink()
        have = 0
    headers = {"Accept-Encoding": "identity", "User-Agent": "styletransfer"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme was checked
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            return _receive(response, part, have, size, report)
    except urllib.error.HTTPError as error:
        if error.code == _RANGE_REFUSED:  # the part does not belong to this file: start again
            part.unlink(missing_ok=True)
        error.close()
        raise


def _receive(response: http.client.HTTPResponse, part: Path, have: int, size: int | None, report: Report) -> int | None:
    if response.headers.get_content_type() == "text/html":
        raise DownloadFailed("the address answered with a web page instead of the file")
    resumed = response.status == _PARTIAL and _first_byte(response) == have
    have = have if resumed else 0
    length = response.headers.get("Content-Length", "")
    expected = size if size is not None else (have + int(length) if length.isdigit() else None)
    with part.open("ab" if resumed else "wb") as file:
        report(have, expected)
        while chunk := response.read(CHUNK):
            have += len(chunk)
            if expected is not None and have > expected:
                raise DownloadFailed(f"the server sent more than the {expected} bytes that the file has")
            file.write(chunk)
            report(have, expected)
    return expected


def _first_byte(response: http.client.HTTPResponse) -> int:
    """Read the start of `Content-Range: bytes 100-199/200`, or -1."""
    start = response.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
    return int(start) if start.isdigit() else -1


def _is_worth_another_try(error: Exception) -> bool:
    if isinstance(error, urllib.error.HTTPError):
        return error.code == _RANGE_REFUSED or error.code >= 500
    return not isinstance(error, urllib.error.URLError)  # cut off on the way, rather than never connected


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(getattr(error.reason, "strerror", None) or error.reason)
    return str(error) or type(error).__name__
