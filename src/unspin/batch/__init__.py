"""Many pairs: records in, outcomes out in the same order, checked by several processes."""

from unspin.batch.pool import Outcome, check_pairs
from unspin.batch.records import BadRecord, Pair, count_records, read_records

__all__ = ["BadRecord", "Outcome", "Pair", "check_pairs", "count_records", "read_records"]
