"""From any colour model and ICC profile to sRGB."""

import io

from PIL import Image, ImageCms

_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}

DAMAGED = "The colour profile of this picture is damaged or does not fit it; its colours were read as sRGB."
GUESSED_CMYK = "This is a CMYK picture without a colour profile; its colours are approximate."


def needs_conversion(profile: bytes | None) -> bool:
    """Tell whether a profile is something else than sRGB; a damaged one counts as such."""
    if not profile:
        return False
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return not ImageCms.getProfileDescription(opened).strip().startswith("sRGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return True


def to_srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, str | None]:
    """Convert a picture without alpha to sRGB.

    Args:
        image: any mode of 8 bits a channel.
        profile: ICC profile of its file.
    Returns:
        Picture of mode RGB, and a sentence for the user or None.
    """
    base = image if image.mode in _SPACES else image.convert("L" if image.mode == "1" else "RGB")
    if profile and needs_conversion(profile):
        converted = _apply(base, profile)
        return (converted, None) if converted is not None else (_plain(base), DAMAGED)
    return _plain(base), GUESSED_CMYK if base.mode == "CMYK" else None


def _apply(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES[image.mode]:
            return None
        return _between(image, source)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _between(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image | None:
    target = ImageCms.createProfile("sRGB")
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.profileToProfile(image, source, target, renderingIntent=intent, outputMode="RGB")


def _plain(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":  # Pillow converts it through a profile only
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _between(image, lab) or image.convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")
