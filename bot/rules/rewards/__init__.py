"""Rewards for verified tips: who gets one, how much, out of which budget, by whose approval, and until when."""
