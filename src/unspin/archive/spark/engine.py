"""The stages of a run on Spark, kept as by the local engine: texts to blocks, blocks to pairs, pairs to passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import numpy as np

from unspin import __version__
from unspin.archive.corpus import ROW, Parameters, Rows, Tally
from unspin.archive.reading import Documents, group_of
from unspin.archive.sources import Skip
from unspin.archive.spark import jobs
from unspin.archive.spark.blocks import Blocks
from unspin.archive.spark.errors import SparkError
from unspin.archive.spark.loading import Texts, Work, chunks_of, frame_of, prepared
from unspin.archive.spark.session import interruptible
from unspin.archive.stages import Stages, files_fingerprint, fingerprint_of, mapped, write_array

if TYPE_CHECKING:
    from unspin.archive.collection import Integers, Longs
    from unspin.archive.local import Progress, Stage

T = TypeVar("T")

_TEXTS, _PAIRS, _PASSAGES = "spark-texts", "spark-pairs", "spark-passages"
# Counting words, of a hundred parts of finding pairs.
_COUNTING = 30


class Engine:
    """The passages of a corpus.

    Args:
        sources: Files and folders of the corpus.
        against: Those of the other corpus; None: there is none.
        parameters: As for the local engine.
        stages: Where what is finished is kept.
        tally: What is counted, and what is told.
        progress: Told how far it is.
        leave_out: A folder to pass over when reading.
        folder: Where the texts are kept meanwhile; None: in the driver's Java.
        partitions: In how many parts the work is done at least; None: twice as many as there are cores.
    """

    def __init__(
        self,
        sources: Sequence[str | Path],
        against: Sequence[str | Path] | None,
        parameters: Parameters,
        stages: Stages,
        tally: Tally,
        *,
        progress: Progress,
        leave_out: Path | None,
        folder: str | None,
        partitions: int | None,
    ) -> None:
        self._documents = Documents(sources, against, parameters, tally, leave_out=leave_out)
        self._has_other = against is not None
        self._parameters = parameters
        self._stages = stages
        self._tally = tally
        self._progress = progress
        self._partitions = partitions
        # One for each folder of results, so that what an earlier corpus left there is found and replaced.
        name = f"unspin-{fingerprint_of(str(stages.folder.absolute()))}"
        self._folder = None if folder is None else f"{folder.rstrip('/')}/{name}"
        files = [files_fingerprint(paths) for paths in self._documents.files()]
        self._of_texts = fingerprint_of(__version__, self._has_other, files, parameters.group_by)
        self._of_passages = fingerprint_of(self._of_texts, parameters.min_length)

    @property
    def finished(self) -> bool:
        """Whether all stages are, so that there is nothing for Spark to do."""
        stages = (_TEXTS, self._of_texts), (_PAIRS, self._of_texts), (_PASSAGES, self._of_passages)
        return all(self._stages.finished(*stage) is not None for stage in stages)

    def run(self, session: Any, *, keep: bool) -> None:
        """Do what is not done; the texts in the folder go at the end, and if it fails they stay if wanted.

        Args:
            session: A ``pyspark.sql.SparkSession``, whose settings stay as they are.
            keep: Whether another run may go on where this one fails.
        """
        own = interruptible(session, partial(prepared, session))
        folder = self._folder
        texts = None if folder is None else interruptible(session, partial(Texts, own, folder))
        try:
            work = self._loaded(own, texts)
            self._compare(work, self._pairs(work))
        except BaseException:
            if texts is not None and not keep:
                with suppress(SparkError):
                    interruptible(session, texts.delete)
            raise
        if texts is not None:
            interruptible(session, texts.delete)

    def rows(self) -> Rows:
        """What was found, in no order; the tally is complete then."""
        for name, of in ((_TEXTS, self._of_texts), (_PAIRS, self._of_texts)):
            for count, value in self._noted(name, of)["tally"].items():
                setattr(self._tally, count, [Skip(**skip) for skip in value] if count == "skips" else value)
        parts = [np.fromfile(path, dtype=ROW) for path in _parts_in(self._stages.path(_PASSAGES, ""))]
        return np.concatenate([np.empty(0, dtype=ROW), *parts])

    def ids(self) -> list[str]:
        """The id of each document."""
        return msgspec.json.decode(self._stages.path(_TEXTS, "ids").read_bytes(), type=list[str])

    def _noted(self, name: str, fingerprint: str) -> dict[str, Any]:
        noted = self._stages.finished(name, fingerprint)
        if noted is None:
            raise FileNotFoundError(f"what the stage {name} had finished is gone")
        return noted

    # Texts

    def _loaded(self, session: Any, texts: Texts | None) -> Work:
        many = self._partitions or 2 * session.sparkContext.defaultParallelism
        noted = self._stages.finished(_TEXTS, self._of_texts)
        blocks = None
        # What Java held it has forgotten, so that it has to be read again.
        if texts is None or noted is None or noted["folder"] != texts.path or not interruptible(session, texts.exist):
            blocks = self._read(session, texts, many)
            noted = self._noted(_TEXTS, self._of_texts)
        # Without documents there is no folder, nor a job that would read it.
        if texts is not None and noted["blocks"]:
            blocks = interruptible(session, texts.frame)
        lengths = mapped(self._stages.path(_TEXTS, "lengths"), np.int64)
        return Work(session, blocks, noted["blocks"], lengths, many)

    def _read(self, session: Any, texts: Texts | None, many: int) -> Any:
        """Read all documents into the folder, or else into a data frame."""
        ids: list[str] = []
        groups: list[int] = []
        corpus = Blocks(self._texts(ids, groups))
        part = self._stages.begin(_TEXTS)
        found = None
        if texts is None:
            batches = list(corpus)
            found = interruptible(session, partial(frame_of, session, batches, many)) if batches else None
        else:
            interruptible(session, texts.delete)
            for chunk in chunks_of(corpus):
                interruptible(session, partial(texts.append, chunk, many))
        (part / "ids").write_bytes(msgspec.json.encode(ids))
        write_array(part / "groups", np.array(groups, dtype=np.int32))
        write_array(part / "lengths", corpus.lengths)
        note = {
            "folder": None if texts is None else texts.path,
            "blocks": corpus.count,
            "tally": _some_of(self._tally, "documents", "sources", "characters", "skips"),
        }
        self._stages.finish(_TEXTS, self._of_texts, note)
        return found

    def _texts(self, ids: list[str], groups: list[int]) -> Iterator[str]:
        """The text of each document; ids and groups are noted in passing."""
        size = self._documents.size()
        numbers: dict[str, int] = {}
        done = -1
        for record in self._documents:
            if self._documents.done != done:
                done = self._documents.done
                self._progress("reading", done, size)
            ids.append(record.id)
            group = group_of(record, self._parameters)
            groups.append(-1 if group is None else numbers.setdefault(group, len(numbers)))
            yield record.text
        self._progress("reading", size, size)

    # Pairs

    def _pairs(self, work: Work) -> Longs:
        if self._stages.finished(_PAIRS, self._of_texts) is None:
            part = self._stages.begin(_PAIRS)
            allowed = self._allowed()
            words, common = self._job(work, "finding", (0, _COUNTING, 100), partial(jobs.counted, work))
            job = partial(jobs.paired, work, words, common, allowed)
            found = self._job(work, "finding", (_COUNTING, 100, 100), job)
            write_array(part / "pairs", found)
            note = {"tally": {"words": int(words.sum()), "pairs": len(found)}}
            self._stages.finish(_PAIRS, self._of_texts, note)
        self._progress("finding", 100, 100)
        pairs: Longs = mapped(self._stages.path(_PAIRS, "pairs"), np.int64).reshape(-1, 2)
        return pairs

    def _allowed(self) -> jobs.Allowed:
        """Which pairs there can be."""
        groups: Integers | None = None
        if self._parameters.group_by is not None:
            groups = mapped(self._stages.path(_TEXTS, "groups"), np.int32)
            self._parameters.ensure_grouped(groups)
        sources = self._noted(_TEXTS, self._of_texts)["tally"]["sources"]
        return jobs.Allowed(groups, sources if self._has_other else None)

    # Passages

    def _compare(self, work: Work, pairs: Longs) -> None:
        """Compare the pairs in parts; what is done stays in the stage's folder, in files that are named by the pair where they end."""
        if self._stages.finished(_PASSAGES, self._of_passages) is not None:
            return
        folder = self._stages.go_on(_PASSAGES, self._of_passages)
        done = max((int(path.stem) for path in _parts_in(folder)), default=0)
        for end in jobs.parts_of(work, pairs, done):
            job = partial(jobs.compared, work, pairs[done:end], self._parameters.min_length)
            rows = self._job(work, "comparing", (done, end, len(pairs)), job)
            write_array(folder / f"{end:012}.rows", rows)
            done = end
        self._stages.finish(_PASSAGES, self._of_passages, {})

    def _job(self, work: Work, stage: Stage, of: tuple[int, int, int], job: Callable[[], T]) -> T:
        """What the job comes to; it is the part of a stage from the first number to the second, of the third."""
        begin, end, total = of

        def told(share: float) -> None:
            self._progress(stage, begin + int(share * (end - begin)), total)

        told(0)
        found = interruptible(work.session, job, told)
        told(1)
        return found


def _parts_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.rows"))


def _some_of(tally: Tally, *names: str) -> dict[str, Any]:
    values = asdict(tally)
    return {name: values[name] for name in names}
