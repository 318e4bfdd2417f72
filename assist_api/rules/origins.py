"""Web origins as the `Origin` header has them (RFC 6454): scheme, host, port unless it is the usual one."""

from urllib.parse import urlsplit

_USUAL_PORT = {"http": 80, "https": 443}


def normalised_origin(written: str) -> str:
    """The origin a browser would send for an address typed by a person; raises ValueError saying what is wrong.

    >>> normalised_origin("HTTPS://Shop.Example:443/")
    'https://shop.example'
    """
    try:
        parts = urlsplit(written.strip())
        port = parts.port
    except ValueError:
        raise ValueError(f"{written!r}: 网址写得不对，端口要在 0 到 65535 之间") from None
    if parts.scheme not in _USUAL_PORT:
        raise ValueError(f"{written!r}: 要以 http:// 或 https:// 开头")
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"{written!r}: 只写到域名和端口，例如 https://shop.example:8443")
    host = _ascii_host(parts.hostname or "", written)
    return f"{parts.scheme}://{host}" + ("" if port in (None, _USUAL_PORT[parts.scheme]) else f":{port}")


def _ascii_host(host: str, written: str) -> str:
    if ":" in host:
        return f"[{host}]"
    try:
        # Browsers send Chinese domain names as punycode.
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_host = ""
    if not ascii_host or not all(char.isalnum() or char in "-._" for char in ascii_host):
        raise ValueError(f"{written!r}: 域名不对，不能为空，也不能用 * 代替")
    return ascii_host
