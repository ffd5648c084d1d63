"""A person who came by a personal link: one file, and no right of their account (decision 0039)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponseBase

from habilitations.models import AffectationAgent, Habilitation
from habilitations.permissions import Acteur

Vue = TypeVar("Vue", bound=Callable[..., HttpResponseBase])


def ouvert_par_lien(vue: Vue) -> Vue:
    """Let a page be opened by who came by a link, as by who logged in: rights are asked alike."""
    vue.par_lien = True  # type: ignore[attr-defined]
    return vue


@dataclass
class ActeurParLien(Acteur):
    """Whoever holds a link to one file: their rights and functions, if any, stay outside.

    A link opens what it was made for; what an account gives is asked of the account, with its
    password and its second factor.
    """

    dossier_id: int = 0

    @property
    def dossier_du_lien(self) -> int:
        return self.dossier_id

    @property
    def habilitations(self) -> list[Habilitation]:
        return []

    @property
    def affectations(self) -> list[AffectationAgent]:
        return []

    @property
    def portefeuilles(self) -> frozenset[int]:
        return frozenset()

    @property
    def adhesions_suivies(self) -> frozenset[int]:
        return frozenset()
