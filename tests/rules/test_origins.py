import pytest

from assist_api.rules.origins import normalised_origin


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        (" HTTPS://Shop.Example/ ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80/", "http://shop.example"),
        ("http://shop.example:443", "http://shop.example:443"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("https://小店.example", "https://xn--yetu2d.example"),
    ],
)
def test_an_origin_becomes_what_browsers_send(written: str, origin: str) -> None:
    assert normalised_origin(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        "",
        "*",
        "null",
        "shop.example",
        "ftp://shop.example",
        "javascript://shop.example",
        "https://",
        "https://*.shop.example",
        "https://shop.example/path",
        "https://shop.example?x=1",
        "https://shop.example#top",
        "https://me@shop.example",
        "https://shop.example:99999",
        "https://shop example",
        "https://shop..example",
        "https://[::1",
    ],
)
def test_what_is_no_single_origin_is_refused_by_name(written: str) -> None:
    with pytest.raises(ValueError, match=r".") as refusal:
        normalised_origin(written)
    assert repr(written) in str(refusal.value)
