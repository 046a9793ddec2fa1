"""Random people: factors drawn together so that they make sense (no bearded children, grey comes with age)."""

from __future__ import annotations

import numpy as np

from scripts.renderer.setting import BACKGROUNDS, IDENTITY_MODES, FaceSetting

Value = float | str | int | tuple[float, ...]
Row = dict[str, Value]


def sampled(seed: int, *, photos: bool = False) -> FaceSetting:
    """Draw one setting; the same seed gives the same setting.

    Args:
        seed: any whole number >= 0.
        photos: let some backgrounds be photographs.
    """
    rng = np.random.default_rng((seed, 17))
    age, male = _age(rng), rng.random() < 0.5
    row: Row = {"age": age, "gender": float(np.clip(male + rng.normal(0, 0.13), 0, 1)), "seed": seed}
    row |= _origin(rng)
    row |= _expression(rng) | _pose(rng) | _skin(rng, row)
    row |= _hair(rng, row, male) | _worn(rng, row) | _light(rng)
    row |= _frame(rng, photos)
    return FaceSetting(**row)  # type: ignore[arg-type]


def _age(rng: np.random.Generator) -> float:
    kind = rng.random()
    if kind < 0.16:
        return float(rng.uniform(3, 14))
    if kind < 0.72:
        return float(rng.uniform(14, 50))
    return float(rng.uniform(50, 90))


def _origin(rng: np.random.Generator) -> Row:
    share = rng.dirichlet((0.35, 0.35, 0.5))
    size = 0.45 + 0.35 * rng.random()
    identity = tuple(float(v) for v in np.clip(rng.normal(0, size, IDENTITY_MODES), -2.2, 2.2))
    weight = float(np.clip(rng.normal(0.05, 0.45), -1, 1))
    return {
        "african": float(share[0]), "asian": float(share[1]), "caucasian": float(share[2]),
        "identity": identity, "weight": weight,
    }  # fmt: skip


def _expression(rng: np.random.Generator) -> Row:
    smile = float(rng.choice([0.0, rng.uniform(0, 1), rng.uniform(-0.6, 0.0)], p=[0.25, 0.6, 0.15]))
    opened = float(rng.choice([0.0, rng.uniform(0, 0.35), rng.uniform(0.2, 1)], p=[0.5, 0.35, 0.15]))
    kind = rng.random()
    eyes = rng.normal(0.97, 0.08) if kind < 0.7 else rng.uniform(0, 1) if kind < 0.92 else rng.uniform(1, 1.3)
    wink = rng.uniform(0, 0.4) if rng.random() < 0.03 else 1.0
    both = [float(np.clip(eyes, 0, 1.3)), float(np.clip(min(eyes, wink + eyes * (wink == 1.0)), 0, 1.3))]
    rng.shuffle(both)
    away = rng.random() < 0.35
    return {
        "smile": smile, "mouth_open": opened, "eyes_left": both[0], "eyes_right": both[1],
        "gaze_yaw": float(np.clip(rng.normal(0, 14 if away else 4), -30, 30)),
        "gaze_pitch": float(np.clip(rng.normal(0, 9 if away else 3), -25, 25)),
        "brows": float(np.clip(rng.normal(0.05, 0.35), -1, 1)),
        "pucker": float(rng.random() < 0.06) * float(rng.uniform(0.2, 1)),
        "squint": float(np.clip(rng.normal(-0.05, 0.22), 0, 1)),
    }  # fmt: skip


def _pose(rng: np.random.Generator) -> Row:
    wide = rng.random() < 0.25
    return {
        "yaw": float(np.clip(rng.normal(0, 32 if wide else 14), -60, 60)),
        "pitch": float(np.clip(rng.normal(0, 8), -28, 28)),
        "roll": float(np.clip(rng.normal(0, 7), -30, 30)),
        "distance": float(rng.uniform(50, 180)),
    }


def _skin(rng: np.random.Generator, row: Row) -> Row:
    african, asian = float(row["african"]), float(row["asian"])  # type: ignore[arg-type]
    tone = 0.14 + 0.60 * african + 0.15 * asian + rng.normal(0, 0.09)
    female, age = 1 - float(row["gender"]), float(row["age"])  # type: ignore[arg-type]
    painted = female > 0.6 and age > 16 and rng.random() < 0.5
    dark = african + asian
    return {
        "skin_tone": float(np.clip(tone, 0, 1)),
        "skin_warmth": float(np.clip(rng.normal(0.3 * asian, 0.4), -1, 1)),
        "roughness": float(rng.random()),
        "freckles": float(rng.uniform(0.2, 1)) if rng.random() < 0.12 * (1 - dark) + 0.02 else 0.0,
        "lipstick": float(rng.uniform(0.2, 1)) if painted else 0.0,
        "eye_makeup": float(rng.uniform(0.1, 1)) if painted else 0.0,
        "iris": float(rng.uniform(0, 0.3) if rng.random() < dark**0.7 else rng.uniform(0.1, 1)),
        "brow_density": float(np.clip(rng.normal(0.3 + 0.35 * float(row["gender"]), 0.2), 0, 1)),  # type: ignore[arg-type]
    }


_CUTS = {  # shares among women, men and children
    "cropped": (0.03, 0.24), "side_parted": (0.07, 0.24), "swept_back": (0.05, 0.14), "fringe": (0.12, 0.10),
    "curly": (0.12, 0.08), "afro": (0.05, 0.04), "bob": (0.20, 0.02), "long": (0.24, 0.04), "tied_back": (0.12, 0.01),
    "bald": (0.0, 0.09),
}  # fmt: skip


def _hair(rng: np.random.Generator, row: Row, male: bool) -> Row:
    age, african = (float(row[k]) for k in ("age", "african"))  # type: ignore[arg-type]
    dark = african + float(row["asian"])  # type: ignore[arg-type]
    shares = np.array([pair[int(male)] for pair in _CUTS.values()])
    names = list(_CUTS)
    shares[names.index("afro")] *= 0.2 + 4 * african
    shares[names.index("bald")] *= 0.0 if age < 20 else 0.4 + age / 60
    cut = str(rng.choice(names, p=shares / shares.sum()))
    losing = male and age > 22 and rng.random() < (age - 15) / 90
    tone = rng.uniform(0, 0.22) if rng.random() < dark**0.6 else np.clip(rng.normal(0.45, 0.25), 0, 1)
    curl = np.clip(rng.beta(1.2, 3.5) + 0.5 * african * rng.random(), 0, 1)
    grown = male and age > 17 and rng.random() < 0.5
    beard = rng.uniform(0.05, 1) if grown and rng.random() < 0.75 else 0.0
    return {
        "hair_cut": cut, "hair_length": float(rng.random()),
        "hair_volume": float(np.clip(rng.normal(0.45, 0.25), 0, 1)),
        "hair_curl": float(curl),
        "hair_part": float(np.clip(rng.choice([-0.6, -0.3, 0.0, 0.3, 0.6]) + rng.normal(0, 0.1), -1, 1)),
        "hair_recession": float(rng.uniform(0.2, 1)) if losing or cut == "bald" else float(rng.uniform(0, 0.12)),
        "hair_tone": float(tone), "hair_red": float(np.clip(rng.beta(1, 4), 0, 1)),
        "hair_grey": float(np.clip((age - 42) / 35 + rng.normal(0, 0.25), 0, 1)) if age > 32 else 0.0,
        "beard": float(beard), "moustache": float(np.clip(beard * rng.uniform(0.7, 1.1), 0, 1)) if beard else
        float(grown) * float(rng.uniform(0.2, 1)),
    }  # fmt: skip


def _worn(rng: np.random.Generator, row: Row) -> Row:
    age = float(row["age"])  # type: ignore[arg-type]
    worn = rng.random() < 0.08 + 0.22 * np.clip((age - 10) / 60, 0, 1)
    cloth = np.clip(rng.uniform(0.02, 0.6) * (1 + rng.normal(0, 0.35, 3)), 0.01, 0.8)
    return {
        "glasses": float(worn), "glasses_shape": float(rng.random()), "glasses_tone": float(rng.beta(0.8, 1.6)),
        "lens_tint": float(rng.uniform(0.3, 1)) if worn and rng.random() < 0.12 else 0.0,
        "cloth": tuple(float(v) for v in cloth), "collar": float(rng.random()),
    }  # fmt: skip


def _light(rng: np.random.Generator) -> Row:
    return {
        "light_yaw": float(np.clip(rng.normal(0, 38), -90, 90)), "light_pitch": float(rng.uniform(0, 65)),
        "light_strength": float(rng.uniform(0.15, 0.85)), "light_softness": float(rng.random()),
        "light_warmth": float(np.clip(rng.normal(0.1, 0.45), -1, 1)),
        "exposure": float(np.clip(rng.normal(0, 0.3), -0.9, 0.8)),
    }  # fmt: skip


def _frame(rng: np.random.Generator, photos: bool) -> Row:
    shares = np.array([0.3, 0.15, 0.2, 0.1, 0.25 if photos else 0.0])
    return {
        "background": str(rng.choice(BACKGROUNDS, p=shares / shares.sum())), "background_tone": float(rng.random()),
        "background_hue": float(rng.random()), "background_colour": float(rng.beta(1.1, 3.5)),
        "frame_scale": float(rng.uniform(1.0, 1.45)),
        "frame_x": float(np.clip(rng.normal(0, 0.025), -0.1, 0.1)),
        "frame_y": float(np.clip(rng.normal(0, 0.025), -0.1, 0.1)), "grain": float(rng.beta(1.2, 4)),
        "blur": float(rng.beta(1.2, 3)),
    }  # fmt: skip
