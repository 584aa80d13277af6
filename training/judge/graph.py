"""The trained judge as an ONNX graph: written node by node, so that one dense layer can be tried in several precisions.

The graph takes one pair, ids and types of shape (pieces,), and gives the logits that ``model.Judge`` gives: (4,) and (pieces,).
It has neither batch nor mask: in a padded batch the last bits of a pair's numbers would depend on what else is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Array = npt.NDArray[np.generic]
Floats = npt.NDArray[np.float32]

OPSET = 18
IR_VERSION = 10
# The operators that onnxruntime has beside the standard: attention, sums with normalisation, matrices of few bits.
EXTRA = "com.microsoft"
CONSTANTS = {
    "first": np.array([0], np.int64),
    "last": np.array([-1], np.int64),
    "zero": np.array(0, np.int64),
    "one": np.array(1, np.int64),
    "two": np.array(2, np.int64),
    "far_below": np.array(-1e4, np.float32),
    "unit": np.array(1, np.float32),
    "step": np.array(1 / 127, np.float32),
    "middle": np.array(128, np.uint8),
}


@dataclass
class Graph:
    """Nodes and weights in the order in which they were added."""

    nodes: list[NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)

    def weight(self, name: str, values: Array) -> str:
        """Add a tensor; its name."""
        self.weights.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def add(self, kind: str, *inputs: str, name: str, domain: str = "", outputs: int = 1, **attributes: object) -> str:
        """Add a node; the name of its (first) output."""
        names = [name, *(f"{name}.{number}" for number in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return name


# Adds ``x @ weights + bias`` to a graph, given weights of shape (in, out); the name of the result.
Dense = Callable[[Graph, str, str, Floats, Floats], str]


def by_column(weights: Floats, most: int) -> tuple[Array, Floats]:
    """Signed integers of each column up to ``most``, and the columns' scales."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-12).astype(np.float32) / np.float32(most)
    return np.rint(weights / scales).astype(np.int8), scales


def dense_float(graph: Graph, name: str, x: str, weights: Floats, bias: Floats) -> str:
    """In 32 bits."""
    product = graph.add("MatMul", x, graph.weight(f"{name}.weight", weights), name=f"{name}.product")
    return graph.add("Add", product, graph.weight(f"{name}.bias", bias), name=name)


def dense_tensor_scaled(graph: Graph, name: str, x: str, weights: Floats, bias: Floats, *, most: int = 127) -> str:
    """Eight bits, one scale for all activations of a call; ``most`` 63 leaves room in the sums of processors without VNNI."""
    integers, scales = by_column(weights, most)
    inputs = (
        x,
        graph.weight(f"{name}.weight", integers),
        graph.weight(f"{name}.scales", scales),
        "",
        graph.weight(f"{name}.bias", bias),
    )
    return graph.add("DynamicQuantizeMatMul", *inputs, name=name, domain=EXTRA)


def dense_row_scaled(graph: Graph, name: str, x: str, weights: Floats, bias: Floats, *, most: int = 127) -> str:
    """Eight bits, a scale for each row of activations."""
    integers, scales = by_column(weights, most)
    size = graph.add("ReduceMax", graph.add("Abs", x, name=f"{name}.abs"), "last", name=f"{name}.size")
    column = graph.add("Mul", size, "step", name=f"{name}.column")
    row = graph.add("Squeeze", column, "last", name=f"{name}.row")
    # Unsigned around 128: processors multiply unsigned by signed bytes many times as fast as signed by signed ones.
    middles = graph.add("Expand", "middle", graph.add("Shape", row, name=f"{name}.rows"), name=f"{name}.middles")
    steps = graph.add("QuantizeLinear", x, row, middles, name=f"{name}.steps", axis=0)
    inputs = (graph.weight(f"{name}.weight", integers), "unit", graph.weight(f"{name}.scales", scales), "middle")
    product = graph.add("MatMulIntegerToFloat", steps, *inputs, name=f"{name}.product", domain=EXTRA)
    scaled = graph.add("Mul", product, column, name=f"{name}.scaled")
    return graph.add("Add", scaled, graph.weight(f"{name}.bias", bias), name=name)


def dense_blocks(
    graph: Graph, name: str, x: str, weights: Floats, bias: Floats, *, bits: int = 8, block: int = 32
) -> str:
    """Few bits by block of each column, activations in eight bits by block of each row."""
    rows, columns = weights.shape
    blocks = weights.T.reshape(columns, rows // block, block)
    half = 2 ** (bits - 1)
    scales = np.maximum(np.abs(blocks).max(axis=2), 1e-12).astype(np.float32) / np.float32(half - 1)
    codes = (np.clip(np.rint(blocks / scales[:, :, None]), -half, half - 1) + half).astype(np.uint8)
    if bits == 4:
        codes = codes[:, :, 0::2] | (codes[:, :, 1::2] << 4)
    inputs = (
        x,
        graph.weight(f"{name}.weight", codes),
        graph.weight(f"{name}.scales", scales),
        "",
        "",
        graph.weight(f"{name}.bias", bias),
    )
    attributes = {"K": rows, "N": columns, "bits": bits, "block_size": block, "accuracy_level": 4}
    return graph.add("MatMulNBits", *inputs, name=name, domain=EXTRA, **attributes)


def evened(dense: Dense, sizes: Mapping[str, Floats]) -> Dense:
    """Another dense layer whose columns of activations were first made of like size, and its weights larger for it.

    ``sizes`` has the greatest size of each column by the layer's name. A few columns are ten times as large as the others and
    take the steps of all: half of that, by root, moves to the weights, after SmoothQuant (Xiao et al. 2023).
    """

    def made(graph: Graph, name: str, x: str, weights: Floats, bias: Floats) -> str:
        factors = np.sqrt(np.maximum(sizes[name], 1e-3) / np.maximum(np.abs(weights).max(axis=1), 1e-3))
        factors = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
        even = graph.add("Mul", x, graph.weight(f"{name}.factors", 1 / factors), name=f"{name}.even")
        return dense(graph, name, even, weights * factors[:, None], bias)

    return made


def graph_of(
    state: Mapping[str, Floats],
    heads: int,
    longest: int,
    dense: Dense,
    *,
    whole_words: bool = False,
) -> ModelProto:
    """The model of a judge's weights; word vectors in eight bits with a scale each, unless ``whole_words``."""
    graph = Graph()
    for name, value in CONSTANTS.items():
        graph.weight(name, value)
    hidden = _embedded(graph, state, longest, whole_words)
    layer = 0
    while f"encoder.encoder.layer.{layer}.output.dense.weight" in state:
        source, name = f"encoder.encoder.layer.{layer}", f"layer{layer}"

        def linear(part: str, x: str, source: str = source, name: str = name) -> str:
            return dense(graph, f"{name}.{part}", x, state[f"{source}.{part}.weight"].T, state[f"{source}.{part}.bias"])

        own = [f"{source}.attention.self.{part}" for part in ("query", "key", "value")]
        weights = np.concatenate([state[f"{part}.weight"].T for part in own], axis=1)
        bias = np.concatenate([state[f"{part}.bias"] for part in own])
        width = len(bias) // 3
        # Queries are shortened here, once, not their products with the keys at each run.
        shorter = np.repeat(np.array([np.sqrt(heads / width), 1, 1], np.float32), width)
        packed = dense(graph, f"{name}.packed", hidden, weights * shorter, bias * shorter)
        attended = linear("attention.output.dense", _attention(graph, name, packed, heads, width))
        hidden = _normal(graph, state, f"{name}.attended", (attended, hidden), f"{source}.attention.output.LayerNorm")
        # By the hyperbolic tangent: nearer than eight bits can tell, and faster.
        wide = graph.add("FastGelu", linear("intermediate.dense", hidden), name=f"{name}.wide", domain=EXTRA)
        hidden = _normal(
            graph, state, f"{name}.out", (linear("output.dense", wide), hidden), f"{source}.output.LayerNorm"
        )
        layer += 1
    _heads(graph, state, hidden)
    return _model(graph)


def _attention(graph: Graph, name: str, packed: str, heads: int, width: int) -> str:
    """What each piece sees of the others; ``packed`` holds queries, keys and values beside each other, queries shortened."""
    # Written out: the operator of that name takes longer on a CPU.
    cut = graph.weight(f"{name}.cut", np.array([-1, 3 * heads, width // heads], np.int64))
    part = graph.add(
        "Split",
        graph.add("Reshape", packed, cut, name=f"{name}.heads"),
        name=f"{name}.part",
        outputs=3,
        axis=1,
        num_outputs=3,
    )
    query = graph.add("Transpose", part, name=f"{name}.query", perm=[1, 0, 2])
    key = graph.add("Transpose", f"{part}.1", name=f"{name}.key", perm=[1, 2, 0])
    value = graph.add("Transpose", f"{part}.2", name=f"{name}.value", perm=[1, 0, 2])
    shares = graph.add("Softmax", graph.add("MatMul", query, key, name=f"{name}.near"), name=f"{name}.shares", axis=-1)
    seen = graph.add("MatMul", shares, value, name=f"{name}.seen")
    whole = graph.weight(f"{name}.whole", np.array([-1, width], np.int64))
    return graph.add(
        "Reshape", graph.add("Transpose", seen, name=f"{name}.rows", perm=[1, 0, 2]), whole, name=f"{name}.all"
    )


def _normal(graph: Graph, state: Mapping[str, Floats], name: str, terms: tuple[str, str], source: str) -> str:
    both = graph.add("Add", *terms, name=f"{name}.sum")
    scale = graph.weight(f"{name}.scale", state[f"{source}.weight"])
    shift = graph.weight(f"{name}.shift", state[f"{source}.bias"])
    return graph.add("LayerNormalization", both, scale, shift, name=name, axis=-1, epsilon=1e-12)


def _embedded(graph: Graph, state: Mapping[str, Floats], longest: int, whole_words: bool) -> str:
    words = state["encoder.embeddings.word_embeddings.weight"]
    if whole_words:
        word = graph.add("Gather", graph.weight("words", words), "ids", name="word")
    else:
        integers, scales = by_column(words.T, 127)
        steps = graph.add("Gather", graph.weight("words", integers.T), "ids", name="word.steps")
        scale = graph.add("Gather", graph.weight("words.scales", scales[:, None]), "ids", name="word.scale")
        word = graph.add("Mul", graph.add("Cast", steps, name="word.real", to=TensorProto.FLOAT), scale, name="word")
    table = graph.weight("types.table", state["encoder.embeddings.token_type_embeddings.weight"])
    typed = graph.add("Add", word, graph.add("Gather", table, "types", name="type"), name="typed")
    places = graph.weight("places", state["encoder.embeddings.position_embeddings.weight"][:longest])
    placed = graph.add("Slice", places, "first", graph.add("Shape", "ids", name="length"), "first", name="placed")
    return _normal(graph, state, "embedded", (typed, placed), "encoder.embeddings.LayerNorm")


def _heads(graph: Graph, state: Mapping[str, Floats], hidden: str) -> None:
    pooled = [graph.add("Gather", hidden, "first", name="leading")]
    side = graph.add("Unsqueeze", graph.add("Mod", "types", "two", name="side"), "last", name="side.column")
    for number in ("zero", "one"):
        inside = graph.add("Equal", side, number, name=f"inside.{number}")
        there = graph.add("Where", inside, hidden, "far_below", name=f"there.{number}")
        pooled.append(graph.add("ReduceMax", there, "first", name=f"greatest.{number}"))
    together = graph.add("Concat", *pooled, name="together", axis=1)

    def linear(name: str, x: str, out: str) -> str:
        return dense_float(graph, out, x, state[f"{name}.weight"].T, state[f"{name}.bias"])

    bent = graph.add("Tanh", linear("mixed", together, "mixed"), name="mixed.bent")
    graph.add("Squeeze", linear("verdict", bent, "verdict"), "first", name="pair")
    graph.add("Squeeze", linear("word", hidden, "word.logits"), "last", name="pieces")


def _model(graph: Graph) -> ModelProto:
    used = {name for node in graph.nodes for name in node.input}
    made = helper.make_graph(
        graph.nodes,
        "judge",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["pieces"]) for name in ("ids", "types")],
        [
            helper.make_tensor_value_info("pair", TensorProto.FLOAT, [4]),
            helper.make_tensor_value_info("pieces", TensorProto.FLOAT, ["pieces"]),
        ],
        [weight for weight in graph.weights if weight.name in used],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(EXTRA, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=IR_VERSION, producer_name="unspin")
