"""Pictures from buyers: checked, re-encoded (which drops location data and whatever hid in the file), bounded."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from assist_api.errors import BadInput

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2560
MAX_PIXELS = 50_000_000
"""A small file can unfold into gigabytes; a phone's largest photo has 50 megapixels."""


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
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as original:
                if original.width * original.height > MAX_PIXELS:
                    raise BadInput("这张图片的尺寸太大了，请换一张", code="picture_too_large", field="file")
                upright = ImageOps.exif_transpose(original)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _encode(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise BadInput(
            "这个文件打不开，请发送 jpg、png 或 webp 格式的图片", code="bad_picture", field="file"
        ) from error
    except Image.DecompressionBombError as error:
        raise BadInput("这张图片的尺寸太大了，请换一张", code="picture_too_large", field="file") from error


def _encode(image: Image.Image) -> Picture:
    out = io.BytesIO()
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image.convert("RGBA").save(out, "WEBP", quality=85)
        media_type = "image/webp"
    else:
        image.convert("RGB").save(out, "JPEG", quality=85)
        media_type = "image/jpeg"
    return Picture(out.getvalue(), media_type, image.width, image.height)
