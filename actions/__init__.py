"""The action server: each action posts what the tracker knows to assist_api and turns the answer into events.

No business rule lives here; what an answer is, assist_api decides.
"""
