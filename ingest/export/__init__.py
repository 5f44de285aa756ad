"""From the archive to forms that others read."""
