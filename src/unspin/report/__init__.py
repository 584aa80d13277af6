"""The report of a check and the formats that it is written in: one module a format."""
