"""The grammars of numbers and times: from the characters of a sentence to exact values."""
