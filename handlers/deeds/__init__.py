"""Everything the bot can do, one function each, `tx` first."""
