"""Download official weights by name, list what there is, or print the hashes of the shipped ones.

python scripts/fetch_weights.py            list
python scripts/fetch_weights.py vgg19      download, verify; a model of several files comes as a whole
python scripts/fetch_weights.py --hash     sha256 and size of the shipped files, for checkpoints/manifest.py
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from styletransfer.checkpoints import bundles, records, store
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.checkpoints.manifest import bundles as all_bundles
from styletransfer.errors import StyleTransferError
from styletransfer.progress import Progress


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"out of {', '.join(known.name for known in all_bundles())}")
    parser.add_argument("--hash", action="store_true", help="print the hashes of the shipped files")
    arguments = parser.parse_args()
    try:
        if arguments.hash:
            print_hashes()
        elif arguments.names:
            for name in arguments.names:
                for path in bundles.fetch(name, show):
                    print(f"\n{path}")
        else:
            print_list()
    except StyleTransferError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def show(progress: Progress) -> None:
    """Print one line that is overwritten by the next."""
    print(f"\r{progress.stage}: {progress.step} of {progress.total} MB ", end="", flush=True)


def print_list() -> None:
    """Print a line for every file of the manifest."""
    for status in store.statuses():
        state = "verified" if status.verified else "not verified" if status.present else "not here"
        print(f"{status.entry.name:22} {state:13} {status.entry.megabytes:>10}  {status.entry.title}, {status.path}")


def print_hashes() -> None:
    """Print what the manifest should say of the shipped files."""
    for entry in MANIFEST.values():
        path = store.path_of(entry)
        if entry.embedded and path.is_file():
            print(f'{entry.name}: bytes={path.stat().st_size:_}, sha256="{records.sha256_of(path)}"')


if __name__ == "__main__":
    sys.exit(main())
