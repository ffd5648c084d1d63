"""Tables of équipements, of partners, and of the people whose rights one looks after."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habilitations.models import ROLES_DECLARATION, Adhesion, Equipement, Habilitation, Utilisateur
from habilitations.models.equipements import EquipementQuerySet
from habilitations.presentation.adhesions import etat_de_l_adhesion
from habilitations.presentation.ordre import rang_nom
from habilitations.requetes import Requete
from portal.socle.formats import ecrire_siret
from portal.socle.francais import cle_de_tri
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge


class TableauEquipements(TableauPagine):
    """What the Caf finances, who runs it, who follows it, and the roles still to fill."""

    nom = tables.Column("Équipement")
    gestionnaire = tables.Column("Gestionnaire", accessor="gestionnaire__nom")
    dispositif = tables.Column("Dispositif")
    suivi = tables.Column("Suivi par", accessor="portefeuille", orderable=False)
    roles = tables.Column("Rôles", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Équipements de la Caf"}

    def __init__(self, equipements: EquipementQuerySet, request: Requete) -> None:
        self.jour = request.acteur.jour
        charges = equipements.select_related(
            "gestionnaire", "portefeuille__titulaire", "portefeuille__remplacant"
        ).order_by(rang_nom(equipements), "pk")
        super().__init__(charges)
        self.paginer(request)

    def render_nom(self, record: Equipement) -> SafeString:
        ferme = record.ferme_le and record.ferme_le < self.jour
        return format_html(
            '<span><a href="{}">{}</a>{}</span>',
            reverse("habilitations:equipement", args=[record.pk]),
            record.nom,
            format_html(" {}", badge("Fermé", "neutre")) if ferme else "",
        )

    def render_gestionnaire(self, record: Equipement) -> SafeString:
        return format_html(
            '<span>{}<br><span class="discret insecable">SIRET {}</span></span>',
            record.gestionnaire.nom,
            ecrire_siret(record.gestionnaire.siret),
        )

    def render_dispositif(self, record: Equipement) -> str:
        return record.get_dispositif_display()

    def render_suivi(self, record: Equipement) -> str:
        return str(record.portefeuille.referent(self.jour))

    def render_roles(self, record: Equipement) -> SafeString:
        manquants = sum(not getattr(record, f"a_{role}") for role in ROLES_DECLARATION)
        if not manquants:
            return badge("Pourvus", "succes")
        return badge(f"{manquants} non pourvu{'s' if manquants > 1 else ''}", "attention")

    def order_nom(self, queryset: EquipementQuerySet, is_descending: bool) -> tuple[Any, bool]:
        return self._ordonner(queryset, rang_nom(queryset), is_descending)

    def order_gestionnaire(
        self, queryset: EquipementQuerySet, is_descending: bool
    ) -> tuple[Any, bool]:
        return self._ordonner(queryset, rang_nom(queryset, "gestionnaire"), is_descending)

    def _ordonner(
        self, queryset: EquipementQuerySet, rang: Any, is_descending: bool
    ) -> tuple[Any, bool]:
        return queryset.order_by(rang.desc() if is_descending else rang.asc(), "nom", "pk"), True


class TableauPartenaires(TableauPagine):
    """Each partner of a Caf: its adhesion, who manages its rights, and whether roles are vacant."""

    nom = tables.Column("Partenaire", accessor="gestionnaire__nom")
    caf = tables.Column("Caf", orderable=False)
    adhesion = tables.Column("Adhésion", empty_values=(), orderable=False)
    mode = tables.Column("Habilitations", orderable=False)
    roles = tables.Column("Rôles", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Partenaires"}

    def __init__(self, adhesions: QuerySet[Adhesion], request: Requete) -> None:
        self.jour = request.acteur.jour
        rang = rang_nom(adhesions, "gestionnaire")
        super().__init__(adhesions.select_related("gestionnaire", "caf").order_by(rang, "pk"))
        self.paginer(request)

    def render_nom(self, record: Adhesion) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><br><span class="discret insecable">SIRET {}</span></span>',
            reverse("habilitations:partenaire", args=[record.pk]),
            record.gestionnaire.nom,
            ecrire_siret(record.gestionnaire.siret),
        )

    def render_adhesion(self, record: Adhesion) -> SafeString:
        return badge(*etat_de_l_adhesion(record, self.jour))

    def render_mode(self, record: Adhesion) -> str:
        return record.get_mode_display()

    def render_roles(self, record: Adhesion) -> SafeString:
        # Both by ``FiltrePartenaires``.
        if record.a_pourvoir:  # type: ignore[attr-defined]
            return badge("À pourvoir", "attention")
        if not record.un_equipement:  # type: ignore[attr-defined]
            return badge("Aucun équipement", "neutre")
        return badge("Pourvus", "succes")

    def order_nom(
        self, queryset: QuerySet[Adhesion], is_descending: bool
    ) -> tuple[QuerySet[Adhesion], bool]:
        rang = rang_nom(queryset, "gestionnaire")
        return queryset.order_by(rang.desc() if is_descending else rang.asc(), "pk"), True


def _droits_geres(personne: Utilisateur) -> list[Habilitation]:
    """The rights that one looks after, as ``FiltrePersonnes`` loaded them."""
    droits: list[Habilitation] = personne.droits_geres  # type: ignore[attr-defined]
    return droits


class TableauPersonnes(TableauPagine):
    """Each person with the partners at which one looks after their rights."""

    nom = tables.Column("Personne")
    email = tables.Column("Adresse électronique", orderable=False)
    partenaires = tables.Column("Partenaires", empty_values=(), orderable=False)
    roles = tables.Column("Rôles", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Personnes des partenaires"}

    def __init__(self, personnes: QuerySet[Utilisateur], request: Requete) -> None:
        super().__init__(personnes.order_by(rang_nom(personnes), "prenom", "pk"))
        self.paginer(request)

    def render_nom(self, record: Utilisateur) -> SafeString:
        adresse = reverse("habilitations:droits_personne", args=[record.pk])
        return format_html('<a href="{}">{}</a>', adresse, record)

    def render_partenaires(self, record: Utilisateur) -> str:
        noms = {droit.gestionnaire.nom for droit in _droits_geres(record)}
        return ", ".join(sorted(noms, key=cle_de_tri))

    def render_roles(self, record: Utilisateur) -> str:
        roles = {droit.get_role_display() for droit in _droits_geres(record)}
        return ", ".join(sorted(roles, key=cle_de_tri))

    def order_nom(
        self, queryset: QuerySet[Utilisateur], is_descending: bool
    ) -> tuple[QuerySet[Utilisateur], bool]:
        rang = rang_nom(queryset)
        return queryset.order_by(rang.desc() if is_descending else rang.asc(), "prenom", "pk"), True
