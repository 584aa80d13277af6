"""Whether a passage of the rewrite is backed by its original, by a model that has read many such pairs.

``bundled()`` is the judge that ships with unspin. ``load`` takes a judge's name: "bundled", or "hf:" and a model of one's own.
Neither knows of facts or changes: pairs of texts go in, probabilities come out.
"""

from __future__ import annotations

from functools import lru_cache

from unspin.judge.bundled import bundled
from unspin.judge.judgement import Judge, Judgement, Pieces

__all__ = ["Judge", "Judgement", "Pieces", "bundled", "load"]

HUB = "hf:"


@lru_cache(maxsize=4)
def load(name: str, threads: int | None = None) -> Judge:
    """The judge of a name: "bundled", or "hf:" with the folder or the hub name of a sequence classifier; loaded once.

    ``threads`` is how many cores the bundled judge may use, all where it is None; a classifier goes by its own library's settings.

    Raises ValueError for another name and for a model that is no judge, ImportError without the extra ``unspin[hf]``, and
    OSError for a model that cannot be read.
    """
    if name == "bundled":
        return bundled(threads)
    if name.startswith(HUB):
        from unspin.judge import hf  # noqa: PLC0415  loaded when first needed

        return hf.load(name.removeprefix(HUB))
    raise ValueError(f'no judge is called "{name}": use "bundled", or "{HUB}" and the folder or the name of a model')
