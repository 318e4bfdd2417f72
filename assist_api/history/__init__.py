"""Past chats: brought in from files, kept with private data masked, read by whatever learns from them."""
