"""Write judge.onnx and judge.json: a trained judge in eight bits, over the pieces of the bundled tokenizer.

    python training/judge/export.py ENCODER RUN OUT [--checkpoint] [--pairs FILE.jsonl ...] [--compare]

Word vectors are put in the order of the bundled tokenizer, which knows the encoder's pieces under other numbers and takes the
names of special pieces in a text for plain characters. The sentences of benchmarks/data tell how large the activations become;
nothing is learnt from what they say. --pairs tells how far the logits drift from those of the network as it was
trained; --compare tells it for each way of writing a dense layer, with the time that one pair takes. The same weights give the
same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from graph import (
    Dense,
    Floats,
    Graph,
    dense_blocks,
    dense_float,
    dense_row_scaled,
    dense_tensor_scaled,
    evened,
    graph_of,
)
from model import Judge
from onnx import TensorProto, helper
from pieces import CLS, LONGEST, SEP, Pieces, pieces_of, tokenizer_of
from records import Record
from tokenizers import Tokenizer

HOME = Path(__file__).parents[2]
TOKENIZER = HOME / "src/unspin/data/tokenizer.json.gz"
SENTENCES = HOME / "benchmarks/data/sentences.jsonl"
WORDS = "encoder.embeddings.word_embeddings.weight"
# Seven bits for weights: without VNNI a processor adds two products in 16 bits, which 255 times 127 overflow.
SHIPPED = partial(dense_row_scaled, most=63)
OTHERS: dict[str, Dense] = {
    "32 bits": dense_float,
    "scale a call, 8 bits": dense_tensor_scaled,
    "scale a call, 7 bits": partial(dense_tensor_scaled, most=63),
    "scale a row, 8 bits": dense_row_scaled,
    "scale a row, 7 bits": SHIPPED,
    "blocks of 32, 8 bits": dense_blocks,
    "blocks of 128, 8 bits": partial(dense_blocks, block=128),
    "blocks of 32, 4 bits": partial(dense_blocks, bits=4),
}


def numbers_in_encoder(encoder: Tokenizer) -> list[int]:
    """The encoder's number of each piece of the bundled tokenizer; the first piece and the separator follow them."""
    bundled = Tokenizer.from_str(gzip.decompress(TOKENIZER.read_bytes()).decode())
    own, theirs = bundled.get_vocab(), encoder.get_vocab()
    return [*(theirs[piece] for piece in sorted(own, key=own.__getitem__)), CLS, SEP]


def read(path: Path, most: int, encoder: Tokenizer, numbers: Sequence[int]) -> tuple[list[Pieces], list[Pieces]]:
    """The first pairs of a file of JSON lines, in the encoder's numbers and in the bundled ones."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:most]]
    pairs = pieces_of(
        [Record(row["original"], row["rewrite"], None, None, None, None, "") for row in rows], encoder, {}
    )
    place = {number: index for index, number in enumerate(numbers)}
    return pairs, [
        replace(pair, ids=np.array([place[number] for number in pair.ids.tolist()], np.int64)) for pair in pairs
    ]


def sizes_of(state: Mapping[str, Floats], heads: int, pairs: Sequence[Pieces]) -> dict[str, Floats]:
    """The greatest size that each column of a dense layer's input reaches, by the layer's name."""
    inputs: dict[str, str] = {}

    def noted(graph: Graph, name: str, x: str, weights: Floats, bias: Floats) -> str:
        inputs[name] = x
        return dense_float(graph, name, x, weights, bias)

    model = graph_of(state, heads, LONGEST, noted)
    wanted = list(dict.fromkeys(inputs.values()))
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in wanted)
    session = session_of(model.SerializeToString())
    greatest: dict[str, Floats] = {}
    for pair in pairs:
        for name, values in zip(wanted, session.run(wanted, {"ids": pair.ids, "types": pair.types}), strict=True):
            size = np.abs(values).max(axis=0)
            greatest[name] = np.maximum(greatest.get(name, size), size)
    return {name: greatest[x] for name, x in inputs.items()}


def session_of(model: bytes) -> onnxruntime.InferenceSession:
    """A graph that runs on one core."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])


def logits(model: bytes, pairs: Sequence[Pieces]) -> tuple[list[list[Floats]], float]:
    """What a graph gives for each pair, and the milliseconds that a pair takes on one core."""
    session = session_of(model)
    started = time.perf_counter()
    found = [session.run(["pair", "pieces"], {"ids": pair.ids, "types": pair.types}) for pair in pairs]
    return found, 1000 * (time.perf_counter() - started) / max(1, len(pairs))


def drift(judge: Judge, pairs: Sequence[Pieces], found: Sequence[Sequence[Floats]]) -> str:
    """Mean and greatest distance from the trained network, in logits and in probabilities."""
    apart = []
    for pair, (ours, our_pieces) in zip(pairs, found, strict=True):
        ids, types = (torch.from_numpy(values)[None] for values in (pair.ids, pair.types))
        with torch.no_grad():
            true, true_pieces = judge(ids, torch.ones_like(ids), types)
        mine, mine_pieces = torch.from_numpy(ours), torch.from_numpy(our_pieces)
        sure = (mine[:3].softmax(0) - true[0, :3].softmax(0)).abs().max()
        doubt = (mine_pieces.sigmoid() - true_pieces[0].sigmoid()).abs()
        apart.append(
            [
                (mine - true[0]).abs().mean(),
                sure,
                (mine_pieces - true_pieces[0]).abs().mean(),
                doubt.mean(),
                doubt.max(),
            ]
        )
    mean, most = np.mean(apart, axis=0), np.max(apart, axis=0)
    return (
        f"pair logits {mean[0]:.3f}, probabilities {mean[1]:.4f} (at most {most[1]:.3f}); "
        f"piece logits {mean[2]:.3f}, probabilities {mean[3]:.4f} (at most {most[4]:.3f})"
    )


def main() -> None:
    """Write the files and tell size and drift."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--checkpoint", action="store_true", help="from RUN/checkpoint.pt, while training goes on")
    parser.add_argument(
        "--pairs", type=Path, nargs="+", default=[], help="files of JSON lines with original and rewrite"
    )
    parser.add_argument("--most", type=int, default=100, help="pairs taken of a file")
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()

    torch.set_num_threads(1)
    onnxruntime.set_default_logger_severity(3)
    weights = torch.load(options.run / ("checkpoint.pt" if options.checkpoint else "judge.pt"), weights_only=True)
    weights = weights["judge"] if options.checkpoint else weights
    layers = 1 + max(int(name.split(".")[3]) for name in weights if name.startswith("encoder.encoder.layer."))
    judge = Judge.from_encoder(options.encoder, layers)
    judge.load_state_dict(weights)
    judge.eval()
    tokenizer = tokenizer_of(options.encoder)
    numbers = numbers_in_encoder(tokenizer)
    state = {name: value.numpy() for name, value in weights.items()}
    state[WORDS] = state[WORDS][numbers]
    heads = judge.encoder.config.num_attention_heads

    even = partial(evened, sizes=sizes_of(state, heads, read(SENTENCES, 200, tokenizer, numbers)[1]))
    model = graph_of(state, heads, LONGEST, even(SHIPPED)).SerializeToString(deterministic=True)
    (options.out / "judge.onnx").write_bytes(model)
    settings = {"first": len(numbers) - 2, "separator": len(numbers) - 1, "longest": LONGEST}
    (options.out / "judge.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    print(f"judge.onnx: {len(model) / 1e6:.1f} MB")

    ways = {"scale a row, 7 bits, evened (shipped)": even(SHIPPED)}
    if options.compare:
        ways |= {"scale a row, 8 bits, evened": even(dense_row_scaled), **OTHERS}
    for path in options.pairs:
        pairs, renumbered = read(path, options.most, tokenizer, numbers)
        print(f"{path.name}, {len(pairs)} pairs")
        for name, dense in ways.items():
            other = graph_of(state, heads, LONGEST, dense).SerializeToString(deterministic=True)
            found, took = logits(other, renumbered)
            print(
                f"  {name}: {len(other) / 1e6:.1f} MB, {took:.1f} ms a pair; {drift(judge, pairs, found)}", flush=True
            )


if __name__ == "__main__":
    main()
