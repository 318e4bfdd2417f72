"""Pictures: what a buyer may send, what is left of it, and who may see it."""

import io
import random
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from assist_api.chat.pictures import LONGEST_SIDE, MAX_PIXELS, reencode
from assist_api.chat.service import PICTURES_PER_CONVERSATION
from assist_api.errors import BadInput
from tests.app_fixtures import ShopApp
from tests.chat.buyer import buyer_of, code

SECRET = b"30.2741N 120.1551E"
ORIENTATION, GPS = 0x0112, 0x8825
TURNED_RIGHT = 6


def drawn(
    format: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", colour: str = "red", **save: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format, **save)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    found = Image.Exif()
    found[ORIENTATION] = orientation
    found.get_ifd(GPS)[29] = SECRET.decode()
    return found.tobytes()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a very large picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_an_opaque_picture_becomes_a_jpeg(format: str) -> None:
    picture = reencode(drawn(format))
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 40, 20)
    assert opened(picture.data).size == (40, 20)


def _palette_with_a_hole() -> bytes:
    out = io.BytesIO()
    Image.new("P", (8, 8), 0).save(out, "PNG", transparency=0)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        drawn("PNG", mode="RGBA", colour="#ff000000"),
        drawn("WEBP", mode="RGBA", colour="#ff000000"),
        _palette_with_a_hole(),
    ],
    ids=["png", "webp", "palette"],
)
def test_a_transparent_picture_stays_transparent(data: bytes) -> None:
    picture = reencode(data)
    assert picture.media_type == "image/webp"
    assert opened(picture.data).convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    "data",
    [
        drawn("JPEG", exif=exif()),
        drawn("PNG", exif=exif()),
        drawn("WEBP", exif=exif()),
        drawn("JPEG", xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
        drawn("WEBP", xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
        drawn("JPEG", comment=SECRET),
        drawn("JPEG") + SECRET,
    ],
    ids=["jpeg exif", "png exif", "webp exif", "jpeg xmp", "webp xmp", "jpeg comment", "behind the end"],
)
def test_where_it_was_taken_and_whatever_else_hides_in_the_file_is_left_behind(data: bytes) -> None:
    assert SECRET in data, "the test's own picture must hold the secret"
    kept = reencode(data).data
    assert SECRET not in kept
    assert not opened(kept).getexif()


def test_a_photo_taken_upright_is_stored_upright() -> None:
    picture = reencode(drawn("JPEG", (40, 20), exif=exif(TURNED_RIGHT)))
    assert (picture.width, picture.height) == (20, 40)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    kept = opened(reencode(out.getvalue()).data)
    red, _green, blue = kept.convert("RGB").getpixel((4, 4))  # type: ignore[misc]
    assert red > 200
    assert blue < 50


@pytest.mark.parametrize(("size", "kept"), [((5200, 1300), (2560, 640)), ((2560, 10), (2560, 10)), ((1, 1), (1, 1))])
def test_the_longer_side_has_2560_pixels_at_most(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert LONGEST_SIDE == 2560
    picture = reencode(drawn("JPEG", size))
    assert (picture.width, picture.height) == kept


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_models_are_understood(mode: str) -> None:
    assert reencode(drawn("JPEG", mode=mode, colour="black")).media_type == "image/jpeg"


@pytest.mark.parametrize("side", [7_072, 9_500, 15_000])
def test_a_small_file_that_unfolds_into_gigabytes_is_refused_by_its_size(side: int) -> None:
    assert side * side > MAX_PIXELS
    with pytest.raises(BadInput) as refused:
        reencode(huge_png(side, side))
    assert refused.value.code == "picture_too_large"


NO_PICTURES = {
    "an empty file": b"",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a gif": drawn("GIF"),
    "a bmp": drawn("BMP"),
    "a tiff": drawn("TIFF"),
    "a pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a head alone": drawn("JPEG")[:20],
    "a broken off jpeg": drawn("JPEG", (400, 400))[:-200],
    "a broken off png": drawn("PNG", (400, 400))[:60],
    "a broken off webp": drawn("WEBP", (400, 400))[:-20],
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
async def test_what_is_no_picture_is_refused_whatever_it_is_called(shop_app: ShopApp, data: bytes) -> None:
    buyer = await buyer_of(shop_app)
    assert code(await buyer.upload(data, "photo.jpg", "image/jpeg")) == (422, "bad_picture")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's own remarks on the damage
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_refused_or_shown_but_never_an_accident(format: str) -> None:
    chance = random.Random(format)
    whole = drawn(format, (60, 60), exif=exif(TURNED_RIGHT))
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(BadInput):
            assert reencode(bytes(damaged)).data


async def test_the_buyer_sees_the_picture_again(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    sent = await buyer.upload(drawn("PNG"))
    assert sent.status_code == 201
    upload_id = sent.json()["upload_id"]
    assert (await buyer.write(attachments=[upload_id])).status_code == 202
    [message] = await buyer.read()
    [shown] = message["payload"]["pictures"]
    assert message["text"] == "[图片]"
    assert shown == {"upload_id": upload_id, "url": f"/api/v1/chat/uploads/{upload_id}", "width": 40, "height": 20}
    answer = await buyer.call("GET", f"/uploads/{upload_id}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert opened(answer.content).size == (40, 20)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize("upload_id", ["u_none", "../xiaoer.db", "..%2Fxiaoer.db"])
async def test_a_picture_that_never_was_is_not_found(shop_app: ShopApp, upload_id: str) -> None:
    buyer = await buyer_of(shop_app)
    assert code(await buyer.call("GET", f"/uploads/{upload_id}"))[0] == 404


async def test_another_buyers_picture_is_not_found(shop_app: ShopApp) -> None:
    ann, ben = await buyer_of(shop_app), await buyer_of(shop_app)
    upload_id = (await ann.upload(drawn("PNG"))).json()["upload_id"]
    assert code(await ben.call("GET", f"/uploads/{upload_id}")) == (404, "not_found")
    assert code(await ben.write(attachments=[upload_id])) == (404, "not_found")
    assert await ben.read() == []


async def test_a_picture_beyond_8_mb_is_too_large(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    limit = shop_app.settings.upload_max_bytes
    picture = drawn("PNG")
    exactly = await buyer.upload(picture + bytes(limit - len(picture)))
    assert exactly.status_code == 201
    assert code(await buyer.upload(picture + bytes(limit - len(picture) + 1))) == (413, "too_large")


async def test_a_conversation_holds_so_many_pictures_and_no_more(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    picture = drawn("PNG", (2, 2))
    for _ in range(PICTURES_PER_CONVERSATION):
        assert (await buyer.upload(picture)).status_code == 201
    assert code(await buyer.upload(picture)) == (429, "too_many_pictures")


async def test_a_message_holds_nine_pictures_at_most(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    uploads = [(await buyer.upload(drawn("PNG", (2, 2)))).json()["upload_id"] for _ in range(10)]
    assert code(await buyer.write(attachments=uploads)) == (422, "bad_input")
    assert (await buyer.write(attachments=uploads[:9])).status_code == 202
