"""From captured bytes to text with offsets, claims and attributions.

Pure functions of their arguments: no clock, no disk, no network, no memory of earlier calls.
"""
