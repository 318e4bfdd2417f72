"""From past chats to proposals, and from proposals to phrases."""
