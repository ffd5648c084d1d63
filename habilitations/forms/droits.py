"""Forms of what is granted, delegated and asked at a partner. They validate, services decide."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from habilitations.forms.personnes import PersonneForm
from habilitations.models import ROLES_DECLARATION, Equipement, Role
from habilitations.services.delegations import Portee
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif, offrir

TOUS = "tous"
TOUS_LIBELLE = "Tous les équipements du partenaire, présents et à venir"


class AccordForm(PersonneForm):
    """To whom, which role, on what, from when to when."""

    telephone = forms.CharField(label="Téléphone (facultatif)", max_length=30, required=False)
    role = forms.ChoiceField(
        label="Rôle",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rôle."},
    )
    equipements = forms.MultipleChoiceField(
        label="Équipements",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Un gestionnaire des habilitations l’est pour tout le partenaire.",
        error_messages={"invalid_choice": "Choisissez des équipements de ce partenaire."},
    )
    du = ChampDate(label="À compter du")
    au = ChampDate(
        label="Jusqu’au (facultatif)",
        required=False,
        help_text="Le dernier jour du droit. Sans date, il court jusqu’à son retrait.",
    )

    def __init__(
        self,
        *args: Any,
        equipements: Collection[Equipement],
        roles: Collection[str] = tuple(Role.values),
        tous: bool = True,
        **kwargs: Any,
    ) -> None:
        """``tous``: a right on all the équipements, now and later, may be granted."""
        super().__init__(*args, **kwargs)
        offrir(self, "role", [(r, Role(r).label) for r in Role.values if r in roles])
        choix = [(str(e.pk), e.nom) for e in equipements]
        if tous:
            choix.insert(0, (TOUS, TOUS_LIBELLE))
        offrir(self, "equipements", choix)

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: the person in one piece, ids or None for all."""
        lu = super().clean() or {}
        coches = lu.get("equipements") or []
        if lu.get("role") in ROLES_DECLARATION and not coches and "equipements" not in self.errors:
            self.add_error("equipements", "Choisissez au moins un équipement.")
        if self.errors:
            return lu
        tous = TOUS in coches or lu["role"] not in ROLES_DECLARATION
        return {
            "invite": self.invite(lu),
            "role": lu["role"],
            "equipements": None if tous else frozenset(map(int, coches)),
            "du": lu["du"],
            "au": lu["au"],
        }


class DelegationForm(Acte):
    """What a partner will grant by itself."""

    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=[(role, Role(role).label) for role in ROLES_DECLARATION],
        initial=list(ROLES_DECLARATION),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un rôle."},
    )
    equipements = forms.MultipleChoiceField(
        label="Équipements",
        initial=[TOUS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins un équipement.",
            "invalid_choice": "Choisissez des équipements de ce partenaire.",
        },
    )
    du = ChampDate(label="À compter du")
    au = ChampDate(
        label="Jusqu’au (facultatif)",
        required=False,
        help_text="Le dernier jour. Sans date, elle court jusqu’à ce que vous la repreniez.",
    )

    def __init__(self, *args: Any, equipements: Iterable[Equipement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(
            self,
            "equipements",
            [
                (TOUS, TOUS_LIBELLE),
                *((str(e.pk), e.nom) for e in equipements),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: all of it in one piece."""
        lu = super().clean() or {}
        if self.errors:
            return lu
        coches = lu["equipements"]
        ids = None if TOUS in coches else frozenset(map(int, coches))
        return {"portee": Portee(frozenset(lu["roles"]), ids, lu["du"], lu["au"])}


class SecoursForm(PersonneForm):
    """Whom to name, and how it was checked that they are who they say."""

    telephone = forms.CharField(label="Téléphone (facultatif)", max_length=30, required=False)
    motif = ChampMotif(
        label="Motif, et ce que vous avez vérifié",
        demande="Dites pourquoi, et comment vous avez vérifié cette personne.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "email"
        ].help_text = "Une adresse à elle seule, vérifiée auprès de la structure."

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: the person in one piece."""
        lu = super().clean() or {}
        if self.errors:
            return lu
        return {
            "invite": self.invite(lu),
            "motif": lu["motif"],
        }


class DemandeForm(Acte):
    """What a partner asks of its Caf, in its own words."""

    demande = ChampMotif(label="Votre demande", demande="Écrivez votre demande.", lignes=8)
