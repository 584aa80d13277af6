"""contradicts-itself: two statements of one document that cannot both be true, as `unspin explain` tells of it."""

from __future__ import annotations

NAME = "contradicts-itself"
REPORTS = (
    "Two places of one document that cannot both be true of the same person or thing: another age, office, relation, "
    "place, day, count or size, dead in one place and alive in the other, he in one and she in the other."
)
MATTERS = (
    "One of the two is wrong, and readers who notice trust neither; it is often a slip of a merge of two versions."
)
FINE = (
    "What two sources say; what stands between quotation marks; what is denied, doubted or planned; former offices; an "
    "age at another time; a toll that rises; a part beside its whole; rounded numbers."
)
SURE = (
    "Sure where both places name the subject in full or leave one possible bearer; silent where they do not. Which of "
    "the two is right, unspin does not know."
)
MUST_REPORT = (
    "Tilda Venn, 34, has run the ferry since spring. The council met twice and reached no decision on the fare. Tilda "
    "Venn, who is 43, was not there.",
    "A three-storey warehouse burned down in Munde on Monday. Smoke lay on the harbour for hours. The five-storey "
    "warehouse had been empty for years.",
)
MUST_STAY_SILENT = (
    "Tilda Venn, 34, has run the ferry since spring. At 19 she sank her first boat.",
    "A fire in Munde killed four people on Monday. By Tuesday the toll had risen to five.",
)
