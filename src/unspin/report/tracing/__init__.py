"""What ``trace`` finds of one document in others, and the formats that it is written in: one module a format."""
