"""What has to be there before the first start: pages, bot model, database, demo shop, accounts. Each step is skipped
in no time when nothing changed."""
