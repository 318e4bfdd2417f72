"""One file for each skill that answers with data from assist_api."""
