"""Where a text was taken from: documents cut into tokens and n-grams, kept on disk, searched, and held against each other."""
