"""Pictures from buyers: checked, re-encoded (which drops location data and whatever hid in the file), bounded."""

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from assist_api.errors import BadInput

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2560
MAX_PIXELS = 50_000_000
"""A small file can unfold into gigabytes; a phone's largest photo has 50 megapixels."""


_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, EOFError, struct.error)
"""What Pillow raises for files that break off or lie about themselves."""


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    media_type: str
    width: int
    height: int


def reencode(data: bytes) -> Picture:
    """A fresh JPEG (WebP where the original is transparent), upright, at most 2560 px on its longer side.

    Raises BadInput for what is no JPEG, PNG or WebP, is broken or too large to unfold.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as original:
            if original.width * original.height > MAX_PIXELS:
                raise _too_many_pixels()
            # A JPEG is unfolded at a half, a quarter or an eighth where that is still large enough: far less memory.
            original.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(original)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _encode(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise BadInput(
            "这个文件打不开，请发送 jpg、png 或 webp 格式的图片", code="bad_picture", field="file"
        ) from error


def _too_many_pixels() -> BadInput:
    return BadInput("这张图片的尺寸太大了，请换一张", code="picture_too_large", field="file")


def _encode(image: Image.Image) -> Picture:
    out = io.BytesIO()
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        _bare(image, "RGBA").save(out, "WEBP", quality=85)
        media_type = "image/webp"
    else:
        _bare(image, "RGB").save(out, "JPEG", quality=85)
        media_type = "image/jpeg"
    return Picture(out.getvalue(), media_type, image.width, image.height)


def _bare(image: Image.Image, mode: str) -> Image.Image:
    """Pixels only: Pillow writes a JPEG's comment into the copy by itself."""
    bare = image.convert(mode)
    bare.info.clear()
    return bare
