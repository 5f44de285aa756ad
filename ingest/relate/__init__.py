"""From readings to relations with evidence, and to the works that articles share. Pure."""
