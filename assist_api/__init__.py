"""Xiaoer's front door: owns conversations, accounts, phrases and the shop's data."""
