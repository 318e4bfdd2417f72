"""What Rasa loads from this project: thin adapters over `zh_text`, the turn channel and the phrase generator."""
