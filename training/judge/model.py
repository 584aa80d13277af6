"""The judge as it is trained: an encoder over (original, rewrite), a verdict on the pair, a doubt on every word piece of both."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

# The four token types: which side a piece stands on, and whether the other side has the same piece.
TYPES = 4
VERDICTS = ("backed", "unbacked", "contradicted")


class Judge(nn.Module):
    """Logits of the verdict and of "everything is kept" for each pair, and of "has no counterpart" for each word piece.

    Takes ids, mask and types of shape (pairs, pieces); gives (pairs, 4): three verdicts and kept; and (pairs, pieces).
    The pair's logits are read from the first piece and from the greatest activations on either side, so that one word can decide.
    """

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.mixed = nn.Linear(3 * width, width)
        self.verdict = nn.Linear(width, len(VERDICTS) + 1)
        self.word = nn.Linear(width, 1)
        self.dropout = nn.Dropout(0.1)

    @classmethod
    def from_encoder(cls, folder: Path, layers: int | None = None) -> Judge:
        """A judge whose encoder starts from a sentence encoder of the BERT kind, with its first ``layers`` layers."""
        config = AutoConfig.from_pretrained(folder)
        if layers is not None:
            config.num_hidden_layers = layers
        # Random masks cost a third of the time on a CPU, and a few epochs of many pairs need none inside the encoder.
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        encoder = AutoModel.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation="sdpa")
        embeddings = encoder.embeddings
        known = embeddings.token_type_embeddings.weight.detach()
        embeddings.token_type_embeddings = nn.Embedding.from_pretrained(
            known.repeat(TYPES // len(known), 1).clone(), freeze=False
        )
        config.type_vocab_size = TYPES
        return cls(encoder, config.hidden_size)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        side = types % 2
        present = mask.bool()
        pooled = [hidden[:, 0]]
        for number in (0, 1):
            outside = ~(present & (side == number))
            pooled.append(hidden.masked_fill(outside[:, :, None], -1e4).amax(dim=1))
        mixed = torch.tanh(self.mixed(self.dropout(torch.cat(pooled, dim=1))))
        return self.verdict(self.dropout(mixed)), self.word(self.dropout(hidden))[:, :, 0]
