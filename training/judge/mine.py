"""Choose the records that a trained judge finds hardest, for a further round of training.

    python training/judge/mine.py ENCODER RUN/judge.pt HARD.jsonl.gz --records RECORDS.jsonl.gz [MORE.jsonl.gz ...] [--share 0.3]

A record is hard by its loss, among the records of its source, so that no source takes the place of others. The very hardest are left
out, for there wrong labels gather.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from model import Judge
from pieces import batches, pieces_of, tokenizer_of
from records import read_records, write_records
from train import PIECES, losses_of

# Of each source's records, the part that is taken for wrongly labelled.
SUSPECT = 0.03


def main() -> None:
    """Read, weigh, choose, write in the order read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("hard", type=Path)
    parser.add_argument("--records", type=Path, nargs="+", required=True)
    parser.add_argument("--share", type=float, default=0.3, help="of each source's records, the part that is kept")
    parser.add_argument("--sample", type=float, default=1.0, help="look at this part of the records only")
    options = parser.parse_args()

    rng = random.Random(0)
    records = [record for path in options.records for record in read_records(path) if rng.random() < options.sample]
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    judge = Judge.from_encoder(options.encoder).to(device)
    judge.load_state_dict(torch.load(options.weights, map_location=device, weights_only=True))
    judge.eval()
    pieces = pieces_of(records, tokenizer_of(options.encoder), {})
    losses = np.zeros(len(records))
    with torch.no_grad():
        for number, batch in enumerate(batches(pieces, 2 * PIECES, rng)):
            losses[batch] = losses_of(judge, [pieces[index] for index in batch], device).cpu().numpy()
            if number % 100 == 0:
                print(f"batch {number}", flush=True)

    sources = defaultdict(list)
    for index in np.argsort(-losses, kind="stable"):
        sources[records[index].source].append(int(index))
    chosen = {
        index
        for found in sources.values()
        for index in found[int(SUSPECT * len(found)) : int((SUSPECT + options.share) * len(found))]
    }
    print(write_records(options.hard, (record for index, record in enumerate(records) if index in chosen)), "records")


if __name__ == "__main__":
    main()
