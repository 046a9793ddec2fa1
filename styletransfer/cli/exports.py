"""What a photorealistic run leaves beside its picture: regions in words, label maps, a colour table."""

from pathlib import Path
from typing import TYPE_CHECKING

from styletransfer.cli.files import write_file
from styletransfer.recipes import PhotorealisticRecipe

if TYPE_CHECKING:
    from styletransfer.run import Result


def describe_regions(result: "Result") -> list[str]:
    """Say which regions there are and what each takes."""
    recipe = result.recipe
    if not isinstance(recipe, PhotorealisticRecipe) or "mask" not in result.masks or not recipe.regions:
        return []
    shares = {rule.label: float((result.masks["mask"] == rule.label).mean()) for rule in recipe.regions}
    told = []
    for rule in recipe.regions:
        if not shares[rule.label]:
            continue
        name = rule.name or f"region {rule.label}"
        takes = "" if rule.source == rule.label else f" takes region {rule.source}"
        if rule.source is None:
            takes = " takes the whole look"
        if rule.strength == 0:
            takes = " stays as it is"
        told.append(f"{name} {shares[rule.label]:.0%}{takes}")
    return [f"Regions: {'; '.join(told)}."]


def write_masks(result: "Result", folder: Path, stem: str) -> list[str]:
    """Write the label maps of a run as palette pictures."""
    from styletransfer.imaging.masks import encode_label_map

    for role, label_map in result.masks.items():
        write_file(folder / f"{stem}-{role}.png", encode_label_map(label_map))
    if not result.masks:
        return ["There were no regions to save."]
    return [f"Saved the regions: {', '.join(f'{stem}-{role}.png' for role in result.masks)} in {folder}."]


def write_lut(content: Path | bytes, result: "Result", path: Path) -> list[str]:
    """Fit a colour table to a photograph and its result, and write it."""
    from styletransfer.imaging.lut import encode_cube
    from styletransfer.run.look import look_of

    write_file(path, encode_cube(look_of(content, result.picture)))
    return [f"Saved {path}, the look of the whole picture as a colour table."]
