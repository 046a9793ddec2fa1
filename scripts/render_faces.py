"""Render heads with exact factors, landmarks and motion from open 3D assets.

    python -m scripts.render_faces render --count 1000 --size 256 --seed 0 --data ../shared/data --out build/renders
    python -m scripts.render_faces sheet --data ../shared/data --out build/faces.png

A shard is a compressed .npz file of up to 256 pictures:
    jpeg: the pictures' bytes (quality 95) one after the other, and start (N + 1,) int64, where each begins,
    landmarks (N, 68, 2) float32, pixels, the jaw along the visible outline; anatomical (N, 68, 2), fixed places,
    seeds (N,) int64, label_names (L,), labels (N, L) float32, regions (N, size / 2, size / 2) uint8, region_names.
`scripts.renderer.read_shard` gives pictures and labels back.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from scripts.renderer.render import DATA
from scripts.renderer.shards import SHARD, photographs, write_shard
from scripts.renderer.sheets import draw_sheets


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    render = commands.add_parser("render", help="write shards of pictures")
    render.add_argument("--count", type=int, required=True)
    render.add_argument("--size", type=int, default=256)
    render.add_argument("--seed", type=int, default=0, help="seed of the first picture; the others count up")
    render.add_argument("--photos", action="store_true", help="use DATA/photos, blurred, as some of the backgrounds")
    render.add_argument("--out", type=Path, required=True, help="folder for the shards")
    sheet = commands.add_parser("sheet", help="write a contact sheet and one-factor sweeps")
    sheet.add_argument("--out", type=Path, required=True, help="PNG file; the sweeps go next to it as NAME_sweeps.png")
    sheet.add_argument("--seed", type=int, default=0)
    sheet.add_argument("--size", type=int, default=128)
    for command in (render, sheet):
        command.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    if arguments.command == "sheet":
        draw_sheets(arguments.out, arguments.data, seed=arguments.seed, size=arguments.size)
        return
    photos = photographs(arguments.data) if arguments.photos else []
    arguments.out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    for first in range(0, arguments.count, SHARD):
        seeds = range(arguments.seed + first, arguments.seed + min(first + SHARD, arguments.count))
        path = arguments.out / f"faces_{seeds[0]:07d}.npz"
        write_shard(path, seeds, arguments.size, (arguments.data, photos))
        print(f"{path}: {len(seeds)} pictures, {time.perf_counter() - start:.0f} s so far", flush=True)


if __name__ == "__main__":
    main()
