"""Label portraits: the face mesh of each, one table of age, sex, expression, pose and colours, and readers of parts.

    python -m scripts.label_portraits mesh --out mesh.npz       # in an environment of its own, see below
    python -m scripts.label_portraits labels --mesh mesh.npz --out labels.npz
    python -m scripts.label_portraits readers --mesh mesh.npz --pictures train --judged held --out FILE

`mesh` runs MediaPipe, which needs numpy 1 and therefore lives in a virtual environment of its own
(`python -m venv mesh && mesh/bin/pip install -r requirements-mesh.txt`); it is started from the repository's root.
Its file holds `names` (paths below the data folder), `pts` (N, 478, 3) float32 in pixels of the original picture,
`sizes` (N, 2) width and height, `mirrored` (N, 478, 3) and `faces` (N,), as in `scripts.face_scores.mesh_detection`.
`labels` runs in the project's environment; its columns are listed in `scripts.face_scores.label_table`.
`readers` trains `scripts.face_scores.part_readers` on folders that `scripts.faces.pictures.Pictures.save` wrote and
tells how well they do on others; some ten minutes of one core.
"""

import argparse
from pathlib import Path

FOLDERS = ("faces/portraits_cc0", "faces/synthetic_sfhq", "faces/synthetic_t2i", "portraits")
DEFAULT_DATA = Path("../shared/data")
STEPS = 2500


def main() -> None:
    """Read the command line and run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    mesh = commands.add_parser("mesh", help="find the face mesh of every portrait")
    labels = commands.add_parser("labels", help="make the table of labels")
    readers = commands.add_parser("readers", help="train the readers of eyes, mouth and pose")
    readers.add_argument("--pictures", type=Path, required=True, help="folder of pictures to learn from")
    readers.add_argument("--judged", type=Path, required=True, help="folder of pictures to be judged by")
    readers.add_argument("--steps", type=int, default=STEPS, help="of 64 pictures each")
    for command in (mesh, labels):
        command.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of faces/, portraits/, teachers/")
    for command in (labels, readers):
        command.add_argument("--mesh", type=Path, required=True, help="file that the command `mesh` wrote")
    for command in (mesh, labels, readers):
        command.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "mesh":
        find_meshes(arguments.data, arguments.out)
    elif arguments.command == "readers":
        make_readers(arguments)
    else:
        make_labels(arguments.data, arguments.mesh, arguments.out)


def find_meshes(data: Path, out: Path) -> None:
    """Write the meshes of all portraits below `data`, and name those without one."""
    import numpy as np
    from PIL import Image

    from scripts.face_scores.mesh_detection import detect

    paths = sorted(path for folder in FOLDERS for path in (data / folder).glob("*.jpg"))
    found, missed = {}, []
    for name, mesh in detect((path.relative_to(data).as_posix(), path) for path in paths):
        if mesh is None:
            missed.append(name)
        else:
            found[name] = mesh
    sizes = []
    for name in found:
        with Image.open(data / name) as picture:
            sizes.append(picture.size)
    np.savez(
        out,
        names=np.array(list(found)),
        pts=np.stack([mesh.points for mesh in found.values()]),
        sizes=np.array(sizes),
        mirrored=np.stack([mesh.mirrored for mesh in found.values()]),
        faces=np.array([mesh.faces for mesh in found.values()]),
    )
    print(f"{len(found)} of {len(paths)} portraits have a mesh; none in:", *missed, sep="\n  ")


def make_labels(data: Path, mesh: Path, out: Path) -> None:
    """Write the table of labels of all portraits that have a mesh."""
    from scripts.face_scores.label_table import label_table, save_table

    table = label_table(data, mesh)
    save_table(table, out)
    print(f"{len(table['name'])} portraits, {int(table['good'].sum())} of them good, in {out}")


def make_readers(arguments: argparse.Namespace) -> None:
    """Train the part readers, write them and print how well they agree with meshes they have not seen."""
    import numpy as np

    from scripts.face_scores.mesh_labels import mean_face
    from scripts.face_scores.part_training import agreement, train_readers

    with np.load(arguments.mesh) as stored:
        face = mean_face(stored["pts"].astype(np.float64))
    pictures, judged = (
        (np.load(folder / "pictures.npy", mmap_mode="r"), np.load(folder / "meshes.npy").astype(np.float64))
        for folder in (arguments.pictures, arguments.judged)
    )
    readers = train_readers(*pictures, face, arguments.steps, print)
    readers.save(arguments.out)
    for name, (correlation, error) in agreement(readers, *judged, face).items():
        print(f"{name:12s} correlation {correlation:.3f}, mean error {error:.3f}")


if __name__ == "__main__":
    main()
