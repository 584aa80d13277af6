"""The judge that ships with unspin: six layers over the word pieces of both texts, in eight bits, on a CPU.

``training/judge`` tells how it is made. Each pair is run alone and on one core, several pairs beside each other: whatever else is
asked, and however many cores there are, a pair gets the same bits.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np

from unspin.judge.judgement import Chances, Judgement, Pieces, Places
from unspin.judge.reader import Cut, Reader

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


@dataclass(frozen=True, slots=True)
class Bundled:
    """The bundled judge, which reads up to ``threads`` pairs at the same time."""

    reader: Reader
    session: InferenceSession
    threads: int

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """A judgement for each (original, rewrite), in the order of the pairs.

        A pair of more than 192 word pieces loses the end of its longer text.
        """
        read = self.reader.pieces(pairs)
        threads = min(self.threads, len(read))
        if threads < 2:
            return [self._judgement(cut) for cut in read]
        # The longest first, so that no core waits for a long pair at the end.
        order = sorted(range(len(read)), key=lambda index: -len(read[index].ids))
        with ThreadPoolExecutor(threads, "unspin-judge") as pool:
            found = dict(zip(order, pool.map(self._judgement, [read[index] for index in order]), strict=True))
        return [found[index] for index in range(len(read))]

    def _judgement(self, cut: Cut) -> Judgement:
        pair, words = self.session.run(["pair", "pieces"], {"ids": cut.ids, "types": cut.types})
        verdict = np.exp(pair[:3].astype(np.float64) - pair[:3].max())
        backed, unbacked, contradicted = (verdict / verdict.sum()).tolist()
        chances = _chances(words)
        kept = float(_chances(pair[3:])[0])
        second = 2 + len(cut.original)
        doubts = _pieces(cut.rewrite, chances[second:-1], 1 - backed)
        losses = _pieces(cut.original, chances[1 : second - 1], 1 - kept)
        return Judgement(backed, unbacked, contradicted, kept, doubts, losses)


def _chances(logits: Chances) -> Chances:
    # By the tangent, for an exponential of a large logit overflows.
    return np.asarray((1 + np.tanh(logits / 2)) / 2, dtype=np.float32)


def _pieces(places: Places, chances: Chances, otherwise: float) -> Pieces:
    return Pieces(places[:, 0], places[:, 1], chances, otherwise)


@lru_cache(maxsize=1)
def _parts() -> tuple[Reader, InferenceSession]:
    import onnxruntime  # noqa: PLC0415  loaded when first needed
    from tokenizers import Tokenizer  # noqa: PLC0415  loaded when first needed

    data = files("unspin") / "data"
    tokenizer = Tokenizer.from_str(gzip.decompress((data / "tokenizer.json.gz").read_bytes()).decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    settings.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # Plans of memory are kept for each length of input, and there are many lengths.
    settings.enable_mem_pattern = False
    settings.log_severity_level = 3
    with as_file(data / "judge.onnx") as path:
        session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
    return Reader(tokenizer, **json.loads((data / "judge.json").read_text(encoding="utf-8"))), session


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def bundled(threads: int | None = None) -> Bundled:
    """The bundled judge on so many cores, all that the process may use where none are named; the model is loaded once."""
    if threads is not None and threads < 1:
        raise ValueError(f"a judge needs at least one thread, not {threads}")
    return Bundled(*_parts(), threads or _cores())
