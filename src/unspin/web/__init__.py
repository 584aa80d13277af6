"""The HTTP API and the pages: what ``unspin serve`` runs. The command line hands over every setting."""
