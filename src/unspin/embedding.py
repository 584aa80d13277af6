"""Static vectors of sentences and words: near ones talk of the same things.

The word-piece vectors are distilled from the sentence encoder all-MiniLM-L6-v2 (``training/distil_embedding.py``) after
model2vec (Tulkens and van Dongen 2024); a text's vector is the mean of its pieces'. They know neither order nor
negation. Loaded when first asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]


class _Model:
    """The tokenizer and the vectors of its pieces."""

    def __init__(self, tokenizer: Tokenizer, pieces: npt.NDArray[np.int8], scales: Vectors) -> None:
        self._tokenizer = tokenizer
        self._pieces = pieces
        self._scales = scales
        self.dimensions = int(pieces.shape[1])

    def vector(self, text: str) -> Vectors:
        """The unit vector of a text; zero where it has no known piece."""
        # Half a surrogate pair is no character to the tokenizer.
        whole = text.encode(errors="replace").decode()
        ids = self._tokenizer.encode(whole, add_special_tokens=False).ids
        mean = self._scales[ids] @ self._pieces[ids].astype(np.float32)
        length = float(np.linalg.norm(mean))
        return np.asarray(mean / length if length else mean, dtype=np.float32)


@lru_cache(maxsize=1)
def _model() -> _Model:
    from tokenizers import Tokenizer  # noqa: PLC0415  loaded when first needed

    data = files("unspin") / "data"
    tokenizer = Tokenizer.from_str(gzip.decompress((data / "tokenizer.json.gz").read_bytes()).decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    with as_file(data / "vectors.npz") as path, np.load(path) as arrays:
        return _Model(tokenizer, arrays["vectors"], arrays["scales"])


@lru_cache(maxsize=2**15)
def _word_vector(word: str) -> Vectors:
    vector = _model().vector(word)
    vector.setflags(write=False)
    return vector


def sentence_vectors(texts: Sequence[str]) -> Vectors:
    """One row of unit length for each text, shape (texts, dimensions); a row is zero where a text has no words."""
    model = _model()
    rows = [model.vector(text) for text in texts]
    return np.stack(rows) if rows else np.zeros((0, model.dimensions), dtype=np.float32)


def word_vectors(words: Sequence[str]) -> Vectors:
    """As ``sentence_vectors``, for words, which are remembered."""
    rows = [_word_vector(word) for word in words]
    return np.stack(rows) if rows else np.zeros((0, _model().dimensions), dtype=np.float32)


def word_similarity(one: str, other: str) -> float:
    """Cosine of two words' vectors in [-1, 1]; 0 where either has none."""
    return float(_word_vector(one) @ _word_vector(other))
