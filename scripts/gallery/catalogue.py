"""The list of manners: slug, title, one sentence, palette and the function that paints it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gallery import abstract, dots, ink, marbling, oil, ornament, popular, prints, tesserae
from gallery.sheet import Field

Painter = Callable[[int, np.random.Generator], Field]


@dataclass(frozen=True, slots=True)
class Manner:
    """One style picture; `palette` is a handful of colour words."""

    slug: str
    title: str
    manner: str
    palette: tuple[str, ...]
    painter: Painter

    def picture(self, size: int, seed: int) -> Field:
        """Paint it `size` pixels on the short side; the random stream is its own, whatever else is painted."""
        return self.painter(size, np.random.default_rng([seed, zlib.crc32(self.slug.encode())]))


MANNERS = (
    Manner(
        "swirling-night",
        "Swirling night",
        "Thick impasto strokes that follow eddies of wind and haloes of stars.",
        ("ultramarine", "teal", "chrome yellow", "bottle green"),
        oil.swirling_night,
    ),
    Manner(
        "lily-pond",
        "Lily pond",
        "Broken impressionist dabs over mirrored willows and evening sky.",
        ("lilac", "willow green", "rose", "deep blue"),
        oil.lily_pond,
    ),
    Manner(
        "autumn-knife",
        "Autumn avenue",
        "Slabs of oil laid with the palette knife, ridged and glossy.",
        ("orange", "vermilion", "gold", "violet"),
        oil.autumn_knife,
    ),
    Manner(
        "marbled-paper",
        "Marbled paper",
        "Ebru: drops of colour drawn into feathers and whorls by rakes and combs.",
        ("indigo", "madder", "cream", "saffron"),
        marbling.marbled_paper,
    ),
    Manner(
        "stained-glass",
        "Stained glass",
        "Hand-blown panes lit from behind and held by lead.",
        ("amber", "ruby", "emerald", "cobalt"),
        tesserae.stained_glass,
    ),
    Manner(
        "sea-mosaic",
        "Sea mosaic",
        "Stone and gold tesserae set in rows that follow the drawing.",
        ("gold", "sea green", "terracotta", "ivory"),
        tesserae.sea_mosaic,
    ),
    Manner(
        "ink-mountains",
        "Mountains in mist",
        "Sumi-e ink washes and dry-brush bamboo on rice paper, with one red seal.",
        ("ink black", "mist grey", "rice paper", "vermilion"),
        ink.ink_mountains,
    ),
    Manner(
        "watercolor-poppies",
        "Watercolour poppies",
        "Transparent washes with hard rims, blooms and granulation.",
        ("poppy red", "cornflower", "sap green", "paper white"),
        ink.watercolor_poppies,
    ),
    Manner(
        "linocut-forest",
        "Linocut forest",
        "Tapered gouge cuts in blue-black over one ochre block.",
        ("blue-black", "ochre", "cream"),
        prints.linocut_forest,
    ),
    Manner(
        "engraved-still-life",
        "Engraved still life",
        "Swelling burin lines round the forms, cross-hatched in the shade.",
        ("sepia", "cream"),
        prints.engraved_still_life,
    ),
    Manner(
        "great-wave",
        "Great wave",
        "Colour woodblock: flat blues, a dark key line, claws of foam, wood grain.",
        ("Prussian blue", "pale blue", "sand", "vermilion"),
        popular.great_wave,
    ),
    Manner(
        "halftone-poppies",
        "Pop-art poppies",
        "Bold outlines and halftone dots in loud printing inks.",
        ("red", "cyan", "yellow", "black"),
        popular.halftone_poppies,
    ),
    Manner(
        "pointillist-river",
        "Pointillist river",
        "Dots of pure colour with complementaries in the shade.",
        ("sky blue", "apricot", "spring green", "violet"),
        dots.pointillist_river,
    ),
    Manner(
        "pastel-field",
        "Pastel field",
        "Chalk dragged over the tooth of dark toned paper.",
        ("lavender", "apricot", "dusk blue", "charcoal"),
        dots.pastel_field,
    ),
    Manner(
        "golden-tree",
        "Golden tree",
        "Bronze spirals over beaten gold leaf, set with enamel blossoms.",
        ("gold", "bronze", "emerald", "coral"),
        ornament.golden_tree,
    ),
    Manner(
        "embroidered-flowers",
        "Embroidered flowers",
        "Satin-stitch threads radiating over midnight linen.",
        ("midnight blue", "crimson", "magenta", "leaf green"),
        ornament.embroidered_flowers,
    ),
    Manner(
        "cubist-table",
        "Cubist table",
        "A still life broken into shaded facets with dry-brushed edges.",
        ("ochre", "umber", "grey-green", "cream"),
        abstract.cubist_table,
    ),
    Manner(
        "geometric-composition",
        "Geometric composition",
        "Discs, wedges and taut lines on a warm scumbled ground.",
        ("parchment", "vermilion", "lamp black", "cobalt"),
        abstract.geometric_composition,
    ),
    Manner(
        "poured-skeins",
        "Poured skeins",
        "Looping threads and drops of enamel over raw canvas.",
        ("black", "white", "rust", "raw canvas"),
        abstract.poured_skeins,
    ),
)
