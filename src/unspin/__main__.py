"""``python -m unspin``: the command line."""

from unspin.cli import main

if __name__ == "__main__":
    main()
