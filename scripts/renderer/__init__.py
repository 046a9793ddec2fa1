"""Heads rendered from open 3D assets, with exact factors, landmarks and motion."""

from scripts.renderer.motion import motion
from scripts.renderer.render import REGIONS, Rendered, render
from scripts.renderer.sampling import sampled
from scripts.renderer.setting import BACKGROUNDS, CUTS, LABELS, RANGES, UNIT, FaceSetting, labels
from scripts.renderer.shards import read_shard

__all__ = [
    "BACKGROUNDS",
    "CUTS",
    "LABELS",
    "RANGES",
    "REGIONS",
    "UNIT",
    "FaceSetting",
    "Rendered",
    "labels",
    "motion",
    "read_shard",
    "render",
    "sampled",
]
