"""What the person who runs the studio may decide, from environment variables `STYLETRANSFER_*`."""

from functools import lru_cache
from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one installation; every field can be set as ``STYLETRANSFER_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="STYLETRANSFER_", frozen=True)

    data: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("styletransfer"),
        description="Folder for jobs and results.",
    )
    models: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("styletransfer") / "models",
        description="Folder for downloaded official weights.",
    )
    max_result_bytes: int = Field(default=5 * 2**30, ge=2**20, description="Size cap of the stored jobs.")
    min_free_bytes: int = Field(default=2**30, ge=0, description="Refuse new jobs below this free disk space.")
    max_queue: int = Field(default=200, ge=1, description="Most jobs that may wait at once.")
    max_pixels: int = Field(default=25_000_000, ge=256, description="Most pixels of an input picture.")
    max_side: int = Field(default=12_000, ge=16, description="Longest side of an input picture, px.")
    max_file_bytes: int = Field(default=160 * 2**20, ge=1024, description="Largest input file.")
    landmarks: Path | None = Field(
        default=None, description="A 68-point landmark predictor of dlib of your own (.dat, .dat.bz2 or .dat.xz)."
    )
    device: str = Field(default="auto", description='"auto", "cpu", "cuda" or "cuda:1".')


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
