"""Pictures from people: recognised by their content, drawn anew, never passed on as they came."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 40_000_000
LARGE, SMALL = 1600, 480
TOO_LARGE = "This picture has more than 40 megapixels. Save it smaller and try again."
_ORIENTATION = 0x0112
_READABLE = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF")


class UnreadablePicture(ValueError):
    """Not a picture that we take; the message is a sentence for a person."""


@dataclass(frozen=True)
class Picture:
    """One picture in two sizes, both WebP without any metadata; width and height are the large one's."""

    large: bytes
    small: bytes
    width: int
    height: int


def encode_picture(data: bytes) -> Picture:
    """Decode what was uploaded and draw it anew, at most 1600 and 480 pixels wide or high.

    Turned upright, stripped of metadata (a photo tells where it was taken). Raises `UnreadablePicture` for SVG
    (it can carry scripts), for anything that Pillow does not recognise, and above 40 megapixels, of which only the
    head is read then. Takes 4 bytes a pixel, twice: call it by `drawing.draw_picture`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_READABLE)
            if image.width * image.height > MAX_PIXELS:
                raise UnreadablePicture(TOO_LARGE)
            large = _small_enough(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise UnreadablePicture(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, UnreadablePicture):
            raise
        raise UnreadablePicture("This is not a picture that can be read. Use JPEG, PNG or WebP.") from None
    small = large.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Picture(_webp(large, 84), _webp(small, 80), large.width, large.height)


def _small_enough(image: Image.Image) -> Image.Image:
    """The large size, upright; the whole picture is held no longer than it takes."""
    turned = image.getexif().get(_ORIENTATION, 1)
    image.draft("RGB", (LARGE, LARGE))  # a JPEG is decoded at half, a quarter, an eighth of its size
    plain = image.convert("RGBA" if _is_transparent(image) else "RGB")
    image.close()
    plain.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    plain.getexif()[_ORIENTATION] = turned
    return ImageOps.exif_transpose(plain)


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _webp(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
