"""The web: safe, polite retrieval."""
