"""From sources to captures. The only room that reads what archivists point at."""
