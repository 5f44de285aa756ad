"""The passages in which an article names its source.

The phrases are data (`metadata/phrases.yaml`). The files read as the data's path: `sentences`
parts a text, `notation` turns each phrase into a pattern with the `slots` it may have, `grammar`
holds all of them and knows which can match in a sentence, `naming` reads what a matched phrase
names, `settling` decides between what several phrases say, `finding` composes them.
"""

from .finding import MOST, find, same
from .grammar import Form, Grammar
from .sentences import sentences

__all__ = ["MOST", "Form", "Grammar", "find", "same", "sentences"]
