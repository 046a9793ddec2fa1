"""One table of all portraits: what their names, their meshes, the scorers and their pixels tell.

Every column is an array with one row a portrait, "name" the first. Signs: yaw > 0 turns the face to the right of the
picture, pitch > 0 looks down, roll > 0 is clockwise as seen (roll is that of the original picture; the FFHQ frame
takes it away). "Right" and "left" are the person's. Lengths are shares of the distance between the eyes' outer corners.

    name            path below the data folder
    held_out        never to be trained on
    good            none of the `flaws` below; leave the others out of training
    flaws           bits, see `FLAWS`
    age             years: the table's if known, else the scorer's, drawn to the row's typical age if there is one
    age_scored      years, the scorer alone
    age_known       2 the person's own age, 1 typical of the row, 0 scored
    male            0 or 1 where the name tells, else the scorer's probability
    male_logit      the scorer's log-odds
    male_known      whether the name tells
    happy_logit     log-odds of "happy" against the other six expressions
    expressions     (7,) probabilities in the order of `networks.EXPRESSIONS`
    smile           smile in standard deviations: mean of mouth width, corner lift and happy_logit, each standardised
    mouth_width, corner_lift, mouth_open, brow_right, brow_left
    eye_right, eye_left, eye_open    lid gap over eye width, and the mean of both
    gaze_x, gaze_y  irises right (of the picture) and down of the eyes' middle, in eye widths
    yaw, pitch, roll                 degrees
    skin, hair      (3,) CIE Lab; hair is what lies above the forehead, not a number where the frame ends
    beard_shade     cheeks' L less the chin's
    light_x         L of the cheek on the picture's right less the other's
    sharpness, colourfulness         see `appearance`
    glasses, beard, expression, hair_name, hat    what the name tells; "" or False where it tells nothing
    glasses_score, beard_score, hat_score         likeness to portraits whose name tells; above about 0.7 rather yes
    side            pixels of the original picture in the frame's side
    overhang        how far the frame leaves the picture, in its sides
    faces           faces found, at most 3; the second is often a fancy of the detector
    mesh_doubt      disagreement of the meshes of the picture and of its mirror image
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from scripts.face_scores import appearance, mesh_labels
from scripts.face_scores.likeness import LIKENESSES, examples, likeness
from scripts.face_scores.name_facts import NameFacts, all_facts
from scripts.face_scores.reconstruction import perceptual_features
from scripts.face_scores.scorer import BATCH, FaceScorer, as_images, cut_square
from scripts.faces.portraits import Portrait, in_frame, overhang, read_portraits, softened, to_aligned
from styletransfer.checkpoints.build import perceptual_network

Table = dict[str, NDArray[Any]]

FRAME_SIDE = 256
PART_SIDE = 96
FLAWS = {
    "small": 1,  # fewer than 90 pixels of the original in the frame
    "overhanging": 2,  # the frame leaves the picture by more than a sixth
    "turned": 4,  # yaw beyond 45 or pitch beyond 30 degrees
    "doubtful": 8,  # the mesh is guesswork: half hidden, painted over, no face at all
    "dark": 16,  # skin below L 12
}
LEAST_SIDE, LARGEST_OVERHANG, LARGEST_YAW, LARGEST_PITCH = 90.0, 0.16, 45.0, 30.0
LARGEST_DOUBT, LEAST_SKIN = 0.05, 12.0
YOUNGEST = 0.5
ROW_WEIGHT = 0.5  # of the row's typical age against the scored one
FACT_COLUMNS = {"glasses": "glasses", "beard": "beard", "expression": "expression", "hair_name": "hair"}


def label_table(data: Path, meshes: Path) -> Table:
    """Label the portraits of a mesh file.

    Args:
        data: folder that holds `faces`, `portraits` and `teachers`.
        meshes: file of `scripts.label_portraits mesh`.
    """
    portraits = read_portraits(data, meshes)
    facts = all_facts(data, [portrait.name for portrait in portraits])
    with np.load(meshes) as stored:
        mirrored, faces = stored["mirrored"].astype(np.float64), stored["faces"]
    points = np.stack([portrait.points for portrait in portraits])
    table: Table = {
        "name": np.array([portrait.name for portrait in portraits]),
        "held_out": np.array([portrait.held_out for portrait in portraits]),
        "faces": faces,
        "side": np.array([1 / np.hypot(*to_aligned(portrait.points)[:, 0]) for portrait in portraits]),
        "overhang": np.array([overhang(portrait) for portrait in portraits]),
    }
    table |= geometry_columns(points)
    table["mesh_doubt"] = mesh_labels.disagreement(points, mirrored, mesh_labels.mirror_map(points))
    table |= _seen_columns(portraits, FaceScorer(data / "teachers"))
    table |= _fact_columns(table, facts)
    for thing in LIKENESSES:
        known = examples(thing, table["name"].tolist(), facts)
        table[f"{thing}_score"] = likeness(table.pop(f"{thing}_features"), known)
    table["smile"] = np.mean([_standardised(table[k]) for k in ("mouth_width", "corner_lift", "happy_logit")], axis=0)
    table["flaws"] = flaws(table)
    table["good"] = table["flaws"] == 0
    return table


def save_table(table: Table, path: Path) -> None:
    """Write the table as one npz file."""
    np.savez_compressed(path, **table)  # type: ignore[arg-type]


def geometry_columns(points: NDArray[np.float64]) -> Table:
    """Return the columns that meshes (N, 478, 3) tell."""
    pose = mesh_labels.pose(points, mesh_labels.mean_face(points))
    eyes, brows = mesh_labels.eye_openness(points), mesh_labels.brow_height(pose.straightened)
    gaze = mesh_labels.gaze(pose.straightened)
    return {
        "yaw": pose.yaw, "pitch": pose.pitch, "roll": pose.roll,
        "eye_right": eyes[:, 0], "eye_left": eyes[:, 1], "eye_open": eyes.mean(axis=1),
        "brow_right": brows[:, 0], "brow_left": brows[:, 1],
        "gaze_x": gaze[:, 0], "gaze_y": gaze[:, 1],
        "mouth_open": mesh_labels.mouth_opening(points),
        "mouth_width": mesh_labels.mouth_width(points),
        "corner_lift": mesh_labels.corner_lift(pose.straightened),
    }  # fmt: skip


def flaws(table: Table) -> NDArray[np.int64]:
    """Return the bits of `FLAWS` of every portrait."""
    wrong = {
        "small": table["side"] < LEAST_SIDE,
        "overhanging": table["overhang"] > LARGEST_OVERHANG,
        "turned": (np.abs(table["yaw"]) > LARGEST_YAW) | (np.abs(table["pitch"]) > LARGEST_PITCH),
        "doubtful": table["mesh_doubt"] > LARGEST_DOUBT,
        "dark": table["skin"][:, 0] < LEAST_SKIN,
    }
    return np.asarray(np.sum([FLAWS[name] * mask for name, mask in wrong.items()], axis=0), dtype=np.int64)


def aligned(portrait: Portrait, size: int) -> NDArray[np.uint8]:
    """Draw a portrait in the FFHQ frame, (size, size, 3); what lies beyond the picture is mirrored."""
    similarity = to_aligned(portrait.points)
    side = 1 / np.hypot(*similarity[:, 0])
    into = similarity * size
    into[:, 2] += 0.5 * into[:, :2].sum(axis=1) - 0.5  # from corners of pixels to their middles
    picture = softened(portrait.picture, side, size)
    way = cv2.INTER_LINEAR if side > size else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(picture, into, (size, size), flags=way, borderMode=cv2.BORDER_REFLECT_101))


def _seen_columns(portraits: list[Portrait], scorer: FaceScorer) -> Table:
    rows: list[dict[str, Any]] = []
    network = perceptual_network("compact", torch.device("cpu"))
    for start in range(0, len(portraits), BATCH):
        some = portraits[start : start + BATCH]
        pictures = np.stack([aligned(portrait, FRAME_SIDE) for portrait in some])
        scores = _scores(scorer, pictures)
        for thing, kind in LIKENESSES.items():
            part = cut_square(as_images(pictures), kind.square, PART_SIDE) / 255
            scores[f"{thing}_features"] = perceptual_features(network, part).numpy()
        for index, (portrait, picture) in enumerate(zip(some, pictures, strict=True)):
            rows.append({name: values[index] for name, values in scores.items()} | _look(picture, portrait))
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def _scores(scorer: FaceScorer, pictures: NDArray[np.uint8]) -> Table:
    scores = scorer.score(pictures)
    exponents = np.exp(scores["expressions"] - scores["expressions"].max(axis=1, keepdims=True))
    return {
        "age_scored": np.maximum(scores["age"], YOUNGEST),
        "male_logit": scores["male_logit"],
        "happy_logit": scores["happy_logit"],
        "expressions": exponents / exponents.sum(axis=1, keepdims=True),
    }


def _look(picture: NDArray[np.uint8], portrait: Portrait) -> dict[str, Any]:
    colours, points = appearance.lab(picture), in_frame(portrait.points)
    return {
        "skin": appearance.skin_colour(colours, points),
        "hair": appearance.hair_colour(colours, points),
        "beard_shade": appearance.beard_shade(colours, points),
        "light_x": appearance.light_from_right(colours, points),
        "colourfulness": appearance.colourfulness(colours),
        "sharpness": appearance.sharpness(picture, points),
    }


def _fact_columns(table: Table, facts: list[NameFacts]) -> Table:
    known = np.array([2 if fact.exact_age else int(fact.age is not None) for fact in facts])
    typical = np.array([np.nan if fact.age is None else fact.age for fact in facts])
    blended = ROW_WEIGHT * typical + (1 - ROW_WEIGHT) * table["age_scored"]
    sexes = np.array([fact.sex or "" for fact in facts])
    male = 1 / (1 + np.exp(-table["male_logit"].astype(np.float64)))
    columns: Table = {
        "age": np.choose(known, [table["age_scored"], blended, typical]),
        "age_known": known,
        "male": np.where(sexes == "", male, sexes == "male"),
        "male_known": sexes != "",
        "hat": np.array([fact.hat for fact in facts]),
    }
    for column, attribute in FACT_COLUMNS.items():
        columns[column] = np.array([getattr(fact, attribute) or "" for fact in facts])
    return columns


def _standardised(values: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray((values - values.mean()) / values.std(), dtype=np.float64)
