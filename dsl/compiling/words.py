"""Translations of a program: what `words` say, by path for labels and by the node that says it for sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsl import tree
from dsl.compiling.texts import template
from dsl.program import Template
from dsl.translatable import sentences

Texts = Mapping[str, str]
"""Language -> text."""


@dataclass(frozen=True, slots=True)
class Words:
    """`labels`: language -> dotted path -> text; `paths` and `said` of sentences by the identity of their node."""

    labels: Mapping[str, Texts]
    paths: Mapping[int, str]
    said: Mapping[int, Texts]

    def of(self, node: tree.Node) -> Texts:
        """The translations of the sentence that `node` says."""
        return self.said.get(id(node), {})

    def templates(self, node: tree.Node) -> dict[str, Template]:
        """The same, ready to be filled."""
        return {language: template(text) for language, text in self.of(node).items()}


def words(process: tree.Process) -> Words:
    """All `words` blocks of each language together."""
    labels: dict[str, dict[str, str]] = {}
    for block in process.all(tree.Words):
        labels.setdefault(block.language, {}).update({".".join(word.path): word.text for word in block.items})
    paths = {id(each.node): each.path for each in sentences(process)} if labels else {}
    said = {
        node: {language: texts[path] for language, texts in labels.items() if path in texts} for node, path in paths.items()
    }
    return Words(labels, paths, said)
