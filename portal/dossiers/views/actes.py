"""Acts on a file of any kind: the runner of all acts, with its frame and second clicks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from habilitations.requetes import Requete
from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formulaires import Acte, MotifForm
from portal.socle.refus import ActionRefusee, Refus


def sans_option(dossier: Any) -> dict[str, Any]:
    """The form of an act asks for nothing that depends on the file."""
    return {}


def marque_vue(request: Requete, marque: str) -> str:
    """The mark of what the page of an act shows; once sent, of what the page sent had shown."""
    return request.POST.get("vu", "") if request.method == "POST" else marque


@dataclass(frozen=True)
class PageActe:
    """What an act does, says before and after, and asks for.

    ``detail`` is a template that says more (``portal.socle.actes``). ``options`` are what its form
    needs to know of the file, as it was opened for the page.
    """

    service: Callable[..., Any]
    texte: str
    libelle: str
    succes: str
    cout: str = ""
    detail: str = ""
    formulaire: type[Acte] = MotifForm
    options: Callable[[Any], dict[str, Any]] = sans_option

    @property
    def mots(self) -> dict[str, str]:
        """What the page says, its title apart: that of the table of acts."""
        return {
            "texte": self.texte,
            "cout": self.cout,
            "detail": self.detail,
            "libelle": self.libelle,
            "succes": self.succes,
        }

    def remplir(self, request: Requete, dossier: Any) -> Acte:
        """The form of the act, with what was sent."""
        return self.formulaire(envoye(request), **self.options(dossier))


@dataclass(frozen=True)
class PagesDesActes:
    """The pages of the acts of one kind of file.

    ``cadre`` draws them, ``vue`` names the page that one comes back to, ``redite`` tells a second
    click from a refusal: (id, refusal, acteur=…, motif=…).
    """

    cadre: str
    vue: str
    redite: Callable[..., bool]

    def annoncer(
        self, pk: int, sujet: str, *, titre: str, retour: str = "", **mots: Any
    ) -> Annonce:
        """The words of an act on a file, in its frame; one comes back to the file itself."""
        retour = retour or reverse(self.vue, args=[pk])
        return Annonce(titre=titre, retour=retour, cadre=self.cadre, sujet=sujet, **mots)

    def agir(
        self,
        request: Requete,
        pk: int,
        service: Callable[..., Any],
        *args: Any,
        succes: str,
        retour: str = "",
    ) -> HttpResponse:
        """Carry out an act of one button on a file; a second click reads that it is done."""
        return actes.agir(
            request,
            partial(service, pk, *args),
            succes=succes,
            retour=retour or reverse(self.vue, args=[pk]),
            redite=self._redite(request, pk),
        )

    def mener(
        self,
        request: Requete,
        pk: int,
        formulaire: Acte,
        service: Callable[..., Any],
        annonce: Annonce,
        refus: Refus | None = None,
        **contexte: Any,
    ) -> HttpResponse:
        """Show the page of an act on a file, or carry it out: ``service`` knows which file."""
        redite = self._redite(request, pk)
        return actes.mener(
            request, formulaire, service, annonce, refus=refus, redite=redite, **contexte
        )

    def _redite(self, request: Requete, pk: int) -> Callable[[ActionRefusee, str], bool]:
        def redite(refus: ActionRefusee, motif: str) -> bool:
            return self.redite(pk, refus, acteur=request.acteur, motif=motif)

        return redite
