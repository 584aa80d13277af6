"""A judge of the user's own: any sequence classifier that tells entailment or consistency, run by transformers.

Needs the extra ``unspin[hf]``. A folder is read where it lies; only a name that is no folder is looked up on the Hugging Face hub.
Such a model reads whole pairs: it says nothing of single words, so that every span is answered with the pair's probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from unspin.judge.judgement import Judgement, Pieces, whole_characters

# What models call their labels, in small letters without marks.
BACKED = {"entailment", "entails", "entailed", "consistent", "supported", "supports", "faithful", "factual"}
CONTRADICTED = {"contradiction", "contradicts", "contradicted", "contradictory", "refuted", "refutes"}
UNBACKED = {
    "neutral",
    "not entailment",
    "inconsistent",
    "unsupported",
    "not supported",
    "unfaithful",
    "hallucinated",
    "hallucination",
}
LONGEST = 512
MOST_CHARACTERS = 2**16
# Pieces of a batch, with padding.
BATCH = 2**13

Verdicts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classifier:
    """A judge over a sequence classifier; ``verdicts`` says for each of its labels which verdict it is, 0 to 2.

    ``kept`` is how likely the original is backed when the sides are exchanged. A model of two labels cannot tell what is
    contradicted from what is unbacked: all is unbacked. The last digits may depend on the pairs that are asked together.
    """

    model: Any
    tokenizer: Any
    verdicts: tuple[int, ...]
    longest: int

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """A judgement for each (original, rewrite), in the order of the pairs; a longer text loses its end."""
        clean = [tuple(whole_characters(text[:MOST_CHARACTERS]) for text in pair) for pair in pairs]
        there = self._verdicts([(original, rewrite) for original, rewrite in clean])
        back = self._verdicts([(rewrite, original) for original, rewrite in clean])
        return [_judgement(forth, kept) for forth, kept in zip(there.tolist(), back[:, 0].tolist(), strict=True)]

    def _verdicts(self, pairs: Sequence[tuple[str, str]]) -> Verdicts:
        import torch  # noqa: PLC0415  loaded when first needed

        found = np.zeros((len(pairs), 3), dtype=np.float64)
        for chosen in self._batches(pairs):
            first, second = ([pairs[index][side] for index in chosen] for side in (0, 1))
            inputs = self.tokenizer(
                first, second, padding=True, truncation="longest_first", max_length=self.longest, return_tensors="pt"
            )
            with torch.inference_mode():
                logits = self.model(**inputs.to(self.model.device)).logits
            chances = logits.double().softmax(dim=1).cpu().numpy()
            for label, verdict in enumerate(self.verdicts):
                found[chosen, verdict] += chances[:, label]
        return found

    def _batches(self, pairs: Sequence[tuple[str, str]]) -> Iterator[list[int]]:
        """Indices of pairs of like length; a character is at most a piece."""
        lengths = [min(self.longest, len(first) + len(second) + 3) for first, second in pairs]
        batch: list[int] = []
        for index in sorted(range(len(pairs)), key=lengths.__getitem__):
            if batch and (len(batch) + 1) * lengths[index] > BATCH:
                yield batch
                batch = []
            batch.append(index)
        if batch:
            yield batch


def _judgement(verdict: Sequence[float], kept: float) -> Judgement:
    backed, unbacked, contradicted = verdict
    return Judgement(backed, unbacked, contradicted, kept, _no_words(1 - backed), _no_words(1 - kept))


def _no_words(otherwise: float) -> Pieces:
    none = np.zeros(0, dtype=np.int64)
    return Pieces(none, none, none.astype(np.float32), otherwise)


def verdicts_of(labels: Mapping[int, str]) -> tuple[int, ...] | None:
    """The verdict of each label: 0 backed, 1 unbacked, 2 contradicted; None where the labels are not of that kind."""
    found = []
    for number in sorted(labels):
        name = re.sub(r"[\W_]+", " ", labels[number]).strip().lower()
        matching = [verdict for verdict, names in enumerate((BACKED, UNBACKED, CONTRADICTED)) if name in names]
        found += matching
        if not matching:
            return None
    return tuple(found) if found.count(0) == 1 and len(found) > 1 else None


def load(name: str) -> Classifier:
    """The judge over the model in a folder, or of a name on the hub; on a GPU where there is one.

    Raises ImportError without the extra, OSError where no model can be read, ValueError where its labels are of another kind.
    """
    try:
        import torch  # noqa: PLC0415  loaded when first needed
        import transformers  # noqa: PLC0415  loaded when first needed
    except ImportError as missing:
        raise ImportError(
            f'a judge by transformers needs more packages: pip install "unspin[hf]" ({missing})'
        ) from missing
    folder = Path(name).is_dir()
    if not folder and (not name or name.startswith((".", "/", "~")) or "\\" in name):
        raise FileNotFoundError(f'no model at "{name}": there is no such folder')
    settings = {"local_files_only": folder, "trust_remote_code": False}
    try:
        config = transformers.AutoConfig.from_pretrained(name, **settings)
        tokenizer = transformers.AutoTokenizer.from_pretrained(name, **settings)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(name, **settings)
    except (OSError, ValueError) as error:
        raise OSError(f'the model "{name}" could not be read: {error}') from error
    verdicts = verdicts_of(config.id2label)
    if verdicts is None:
        raise ValueError(
            f'the model "{name}" is no judge: its labels are {", ".join(config.id2label.values())}; '
            "wanted are entailment, neutral and contradiction, or consistent and inconsistent"
        )
    model = model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    places = getattr(config, "max_position_embeddings", None) or LONGEST
    return Classifier(model, tokenizer, verdicts, min(LONGEST, places, tokenizer.model_max_length))
