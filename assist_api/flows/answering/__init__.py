"""What the bot knows: one answer per skill, from the shop's data and within what this buyer may see."""
