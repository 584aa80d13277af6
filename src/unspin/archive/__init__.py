"""Where a text was taken from: documents cut into tokens and runs of words, kept on disk, searched, and held against each other."""
