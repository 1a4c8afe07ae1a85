"""What is known of words before any training: a table made once, in an environment of its own."""
