"""The domain rules: pure functions of facts and policy, in codes and never in words."""
