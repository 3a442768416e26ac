"""The conversations, one page each."""
