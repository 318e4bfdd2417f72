"""Our model as a ranker, and rankers to stand beside it, each the plainest form of one idea."""
