"""What the bot is and what it knows: bot knows, handlers talk, storage remembers, locales word, tests prove."""
