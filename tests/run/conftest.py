"""Two people on a photograph, found and opened with small models."""

import pytest

from styletransfer.algorithms.face_landmarks import FaceSearch
from styletransfer.imaging.picture import Picture
from styletransfer.run.face_photo import EditableFace, FaceFound, FaceModels, find, opened

from .small_faces import couple, small_models

PHOTO = Picture(pixels=couple())


@pytest.fixture(scope="module")
def models() -> FaceModels:
    return small_models()


@pytest.fixture(scope="module")
def faces(models: FaceModels) -> tuple[FaceFound, ...]:
    return find(PHOTO, models, FaceSearch(sides=(900,), tilted_side=0))


@pytest.fixture(scope="module")
def face(models: FaceModels, faces: tuple[FaceFound, ...]) -> EditableFace:
    return opened(PHOTO, faces[0], models)
