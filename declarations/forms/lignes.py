"""The form of a row: its name, and for a CCT the poste of the convention that it fills."""

from collections.abc import Sequence
from typing import Any

from django import forms

from habilitations.models import PosteConventionne
from portal.saisie.regles.lignes import LONGUEUR_LIBELLE
from portal.socle.formats import avec_unite
from portal.socle.formulaires import Acte, offrir

HORS_CONVENTION = "Aucun : ce poste n’est pas dans la convention"


class LigneForm(Acte):
    """Name (collectifs) and poste of the convention (postes)."""

    libelle = forms.CharField(label="Nom", max_length=LONGUEUR_LIBELLE, required=False)
    poste_conventionne = forms.TypedChoiceField(
        label="Poste de la convention",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Les ETP prévus par la convention s’affichent alors à côté de ceux du poste.",
    )

    def __init__(
        self, *args: Any, nommer: bool, postes: Sequence[PosteConventionne], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not nommer:
            del self.fields["libelle"]
        if postes:
            choix = [(p.pk, f"{p.intitule} – {avec_unite(p.etp, 'ETP')}") for p in postes]
            offrir(
                self,
                "poste_conventionne",
                [
                    ("", HORS_CONVENTION),
                    *choix,
                ],
            )
        else:
            del self.fields["poste_conventionne"]
