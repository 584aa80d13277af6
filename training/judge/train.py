"""Train the judge; go on where it was cut.

    python training/judge/train.py ENCODER RUN --records RECORDS.jsonl.gz [MORE.jsonl.gz ...] [--epochs 2] [--start OTHER/judge.pt]

ENCODER is the folder of a sentence encoder (all-MiniLM-L6-v2), RUN a folder for checkpoints and the log. A run that was
cut goes on from its last checkpoint when the same command is given again. Trains on a GPU where there is one. --valid names labelled
pair files whose area under the ROC curve is printed on the way; nothing is chosen by it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from model import Judge
from pieces import Pieces, batches, padded, pieces_of, tokenizer_of
from records import Record, read_records
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

SEED = 11
PIECES = 4096
WARM = 0.06
SAVE_EVERY = 400.0


def losses_of(judge: Judge, chosen: Sequence[Pieces], device: torch.device) -> Tensor:
    """What the judge gets wrong on each pair: verdict, kept, labelled pieces, and pairs known to hold an unbacked piece somewhere."""
    ids, mask, types, words = (torch.from_numpy(array).to(device) for array in padded(chosen))
    with torch.autocast(device.type, torch.bfloat16):
        pair, piece = judge(ids, mask, types)
    pair, piece = pair.float(), piece.float()
    verdict = torch.tensor([one.verdict for one in chosen], device=device)
    kept = torch.tensor([one.kept for one in chosen], device=device)

    chances = F.log_softmax(pair[:, :3], dim=1)
    plain = -chances.gather(1, verdict.clamp(0, 2)[:, None])[:, 0]
    unfaithful = -torch.logsumexp(chances[:, 1:], dim=1)
    of_verdict = torch.where(verdict == 3, unfaithful, plain) * (verdict >= 0)
    of_kept = F.binary_cross_entropy_with_logits(pair[:, 3], kept.clamp(min=0).float(), reduction="none") * (kept >= 0)

    labelled = words >= 0
    of_words = F.binary_cross_entropy_with_logits(
        piece, words.clamp(min=0), reduction="none", pos_weight=torch.tensor(2.0, device=device)
    )
    of_words = (of_words * labelled).sum(1) / labelled.sum(1).clamp(min=1)

    # Somewhere in an unfaithful rewrite stands a piece that is not backed, though nobody said where.
    somewhere = (verdict >= 1) & ~((words >= 0) & (types % 2 == 1)).any(1)
    highest = piece.masked_fill(~((types % 2 == 1) & mask.bool()), -30.0).amax(1)
    of_place = F.softplus(-highest) * somewhere
    return of_verdict + 0.5 * of_kept + 3.0 * of_words + 0.2 * of_place


@torch.no_grad()
def scores(judge: Judge, pieces: Sequence[Pieces], device: torch.device) -> np.ndarray:
    """The logits of every pair: three verdicts and kept, then the highest doubt in the rewrite and in the original."""
    judge.eval()
    found = np.zeros((len(pieces), 6), dtype=np.float32)
    for batch in batches(pieces, 2 * PIECES, random.Random(0)):
        ids, mask, types, _ = (
            torch.from_numpy(array).to(device) for array in padded([pieces[index] for index in batch])
        )
        with torch.autocast(device.type, torch.bfloat16):
            pair, piece = judge(ids, mask, types)
        inner = mask.bool() & (ids != 101) & (ids != 102)
        sides = [piece.float().masked_fill(~(inner & (types % 2 == side)), -30.0).amax(1) for side in (1, 0)]
        found[batch] = torch.cat([pair.float(), torch.stack(sides, 1)], 1).cpu().numpy()
    judge.train()
    return found


def area(scores_: np.ndarray, faithful: np.ndarray) -> float:
    """Area under the ROC curve: the chance that a faithful pair scores above another; ties count half."""
    above, below = scores_[faithful], scores_[~faithful]
    return float(np.mean((above[:, None] > below) + 0.5 * (above[:, None] == below)))


def validate(judge: Judge, sets: dict[str, tuple[list[Pieces], np.ndarray]], device: torch.device) -> dict[str, float]:
    """The area of each set by the chance of backed and kept, with the highest doubts."""
    found = {}
    for name, (pieces, faithful) in sets.items():
        logits = scores(judge, pieces, device)
        backed = torch.log_softmax(torch.from_numpy(logits[:, :3]), 1)[:, 0].numpy()
        kept = -np.logaddexp(0, -logits[:, 3])
        doubt = -np.logaddexp(0, logits[:, 4]) - np.logaddexp(0, logits[:, 5])
        found |= {
            f"{name} backed": area(backed, faithful),
            f"{name} both": area(backed + kept, faithful),
            f"{name} words": area(doubt, faithful),
            f"{name} all": area(backed + kept + doubt, faithful),
        }
    return {key: round(value, 3) for key, value in found.items()}


def optimizer_of(judge: Judge, rate: float) -> torch.optim.Optimizer:
    """AdamW; the heads and the token types, which are new, learn faster, and the word vectors stay as they are."""
    judge.encoder.embeddings.word_embeddings.weight.requires_grad = False
    fresh, known = [], []
    for name, parameter in judge.named_parameters():
        if parameter.requires_grad:
            (known if name.startswith("encoder.") and "token_type" not in name else fresh).append(parameter)
    return torch.optim.AdamW(
        [{"params": known, "lr": rate}, {"params": fresh, "lr": 5 * rate}],
        weight_decay=0.01,
        fused=True,
        betas=(0.9, 0.98),
    )


class Run:
    """A training run in a folder: its network, its log, and checkpoints from which it goes on."""

    def __init__(self, folder: Path, judge: Judge, rate: float, steps: int, device: torch.device) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.judge = judge
        self.optimizer = optimizer_of(judge, rate)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min((step + 1) / (WARM * steps), max(0.02, (steps - step) / (steps * (1 - WARM)))),
        )
        self.step = 0
        self.saved = time.monotonic()
        if (folder / "checkpoint.pt").exists():
            state = torch.load(folder / "checkpoint.pt", map_location=device, weights_only=True)
            for name in ("judge", "optimizer", "schedule"):
                getattr(self, name).load_state_dict(state[name])
            self.step = state["step"]

    def tell(self, **what: object) -> None:
        """Print, and write to the log."""
        print(what, flush=True)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(what) + "\n")

    def save(self) -> None:
        """Write a checkpoint; the one before stays until the new one is whole."""
        state = {name: getattr(self, name).state_dict() for name in ("judge", "optimizer", "schedule")}
        torch.save({**state, "step": self.step}, self.folder / "checkpoint.new")
        (self.folder / "checkpoint.new").replace(self.folder / "checkpoint.pt")
        self.saved = time.monotonic()

    def learn(self, chosen: Sequence[Pieces], device: torch.device) -> float:
        """Take one step on a batch; its loss."""
        weight = torch.tensor([one.weight for one in chosen], device=device)
        loss = (losses_of(self.judge, chosen, device) * weight).sum() / weight.sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.judge.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        return float(loss.detach())


def options_of() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--records", type=Path, nargs="+", required=True)
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--layers", type=int)
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--weights", type=json.loads, default={}, help='weight of a source, as {"fever": 0.5}')
    parser.add_argument("--valid", type=Path, nargs="*", default=[])
    parser.add_argument("--every", type=int, default=600, help="steps between two validations")
    return parser.parse_args()


def main() -> None:
    """Train, with checkpoints."""
    options = options_of()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = tokenizer_of(options.encoder)
    pieces = pieces_of(
        [record for path in options.records for record in read_records(path)], tokenizer, options.weights
    )
    sets = {path.stem.split("_")[0]: valid_set(path, tokenizer) for path in options.valid}
    judge = Judge.from_encoder(options.encoder, options.layers).to(device)
    if options.start:
        judge.load_state_dict(torch.load(options.start, map_location=device, weights_only=True))
    per_epoch = len(batches(pieces, PIECES, random.Random(0)))
    steps = int(per_epoch * options.epochs)
    run = Run(options.run, judge, options.rate, steps, device)
    run.tell(records=len(pieces), epochs=options.epochs, steps=steps, start=run.step, device=str(device))
    judge.train()
    started = time.monotonic()
    losses: list[float] = []
    seen = 0
    while run.step < steps:
        epoch, within = divmod(run.step, per_epoch)
        for batch in batches(pieces, PIECES, random.Random(SEED + epoch))[within : within + steps - run.step]:
            losses.append(run.learn([pieces[index] for index in batch], device))
            seen += len(batch)
            if run.step % 50 == 0:
                pace = seen / (time.monotonic() - started)
                run.tell(step=run.step, loss=round(float(np.mean(losses[-50:])), 4), pairs_a_second=round(pace, 1))
            if sets and run.step % options.every == 0:
                run.tell(step=run.step, **validate(judge, sets, device))
            if time.monotonic() - run.saved > SAVE_EVERY:
                run.save()
    run.save()
    torch.save(judge.state_dict(), options.run / "judge.pt")
    run.tell(done=True, minutes=round((time.monotonic() - started) / 60, 1), **validate(judge, sets, device))


def valid_set(path: Path, tokenizer: object) -> tuple[list[Pieces], np.ndarray]:
    """The pairs of a labelled file as numbers, and which of them are faithful."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pairs = [Record(row["original"], row["rewrite"], None, None, None, None, path.stem) for row in rows]
    return pieces_of(pairs, tokenizer, {}), np.array([row["label"] == "consistent" for row in rows])


if __name__ == "__main__":
    main()
