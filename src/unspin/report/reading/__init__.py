"""What ``read`` finds in one document, and the formats that it is written in: one module a format."""
