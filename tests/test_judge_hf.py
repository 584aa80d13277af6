"""A judge by transformers, over tiny models of random weights that the tests build; nothing is fetched."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from unspin.judge import hf, load
from unspin.judge.hf import verdicts_of

NLI = {0: "contradiction", 1: "entailment", 2: "neutral"}
TWO = {0: "INCONSISTENT", 1: "CONSISTENT"}
WORDS = ["the", "dam", "broke", "on", "monday", "tuesday", ".", "##s", "a", "b"]
PAIRS = [
    ("The dam broke on Monday.", "The dam broke on Tuesday."),
    ("", ""),
    ("The dam " * 400, "a b"),
    ("\ud800\0", "dams"),
]


def model(folder: Path, labels: Mapping[int, str]) -> Path:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]), encoding="utf-8"
    )
    (folder / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "BertTokenizer", "model_max_length": 64}', encoding="utf-8"
    )
    config = transformers.BertConfig(
        vocab_size=5 + len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=0.5,
        id2label=dict(labels),
        label2id={name: number for number, name in labels.items()},
    )
    torch.manual_seed(3)
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_entailment_is_backed_and_the_sides_exchanged_are_kept(tmp_path: Path) -> None:
    folder = model(tmp_path, NLI)
    judge = load(f"hf:{folder}")
    found = judge.judge(PAIRS)
    turned = judge.judge([(rewrite, original) for original, rewrite in PAIRS])
    for one, other in zip(found, turned, strict=True):
        assert one.backed + one.unbacked + one.contradicted == pytest.approx(1)
        assert one.kept == pytest.approx(other.backed, abs=1e-5)
        assert one.doubts.chances.size == one.losses.chances.size == 0
        assert one.doubts.highest(0, 3) == one.doubts.mean(2, 5) == 1 - one.backed
        assert one.losses.highest(0, 3) == 1 - one.kept
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    reader = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        logits = reader(**transformers.AutoTokenizer.from_pretrained(folder)(*PAIRS[0], return_tensors="pt")).logits[0]
    expected = logits.double().softmax(0).tolist()
    said = [found[0].contradicted, found[0].backed, found[0].unbacked]
    assert np.allclose(said, expected, atol=1e-5)


def test_order_is_kept_and_nothing_asked_is_nothing_said(tmp_path: Path) -> None:
    judge = load(f"hf:{model(tmp_path, NLI)}")
    alone = [judge.judge([pair])[0].backed for pair in PAIRS]
    assert np.allclose([found.backed for found in judge.judge(PAIRS * 5)], alone * 5, atol=1e-5)
    assert judge.judge([]) == []


def test_two_labels_contradict_nothing(tmp_path: Path) -> None:
    found = load(f"hf:{model(tmp_path, TWO)}").judge(PAIRS)
    assert all(one.contradicted == 0 and one.backed + one.unbacked == pytest.approx(1) for one in found)


def test_a_model_of_other_labels_is_refused_with_their_names(tmp_path: Path) -> None:
    folder = model(tmp_path, {0: "joy", 1: "anger"})
    with pytest.raises(ValueError, match="is no judge: its labels are joy, anger"):
        load(f"hf:{folder}")


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    with pytest.raises(OSError, match=r"no model at .*nowhere"):
        load(f"hf:{tmp_path / 'nowhere'}")
    with pytest.raises(OSError, match="could not be read") as raised:
        load(f"hf:{tmp_path}")
    assert str(tmp_path) in str(raised.value)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r'pip install "unspin\[hf\]"'):
        hf.load("somebody/model")


@pytest.mark.parametrize(
    ("labels", "verdicts"),
    [
        (NLI, (2, 0, 1)),
        (TWO, (1, 0)),
        ({0: "entailment", 1: "not_entailment"}, (0, 1)),
        ({1: "Hallucinated", 0: "Faithful"}, (0, 1)),
        ({0: "LABEL_0", 1: "LABEL_1"}, None),
        ({0: "neutral", 1: "contradiction"}, None),
        ({0: "entailment"}, None),
        ({0: "entailment", 1: "joy"}, None),
    ],
)
def test_labels_are_understood_or_refused(labels: Mapping[int, str], verdicts: tuple[int, ...] | None) -> None:
    assert verdicts_of(labels) == verdicts
