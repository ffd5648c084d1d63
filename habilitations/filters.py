"""Filters of the lists of équipements, of partners and of people."""

from datetime import date

import django_filters as filtres
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import QueryDict

from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Dispositif,
    Equipement,
    Habilitation,
    Portefeuille,
    Utilisateur,
)
from habilitations.models.actes import geres_par
from habilitations.models.equipements import EquipementQuerySet
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rechercher, rechercher_partenaires
from portal.socle.francais import chercheur, cle_de_tri
from portal.socle.listes import FiltreDeListe

PersonnesQuerySet = QuerySet[Utilisateur]
INCOMPLETS, COMPLETS = "manquants", "pourvus"


class FiltreEquipements(FiltreDeListe):
    """By name or SIRET, dispositif, portfolio, and roles still to fill."""

    q = filtres.CharFilter(label="Équipement, gestionnaire ou SIRET", method="filtrer_texte")
    dispositif = filtres.ChoiceFilter(
        label="Dispositif", choices=Dispositif.choices, empty_label="Tous"
    )
    portefeuille = filtres.ChoiceFilter(label="Portefeuille", empty_label="Tous")
    roles = filtres.ChoiceFilter(
        label="Rôles",
        choices=((INCOMPLETS, "Au moins un non pourvu"), (COMPLETS, "Tous pourvus")),
        method="filtrer_roles",
        empty_label="Tous",
    )

    class Meta(FiltreDeListe.Meta):
        model = Equipement

    def __init__(self, data: QueryDict, equipements: EquipementQuerySet) -> None:
        super().__init__(data, queryset=equipements)
        portefeuilles = Portefeuille.objects.filter(
            pk__in=equipements.order_by().values("portefeuille")
        ).select_related("titulaire")
        choix = [(p.pk, f"{p.nom} – {p.titulaire}") for p in portefeuilles]
        self.filters["portefeuille"].extra["choices"] = sorted(
            choix, key=lambda paire: cle_de_tri(paire[1])
        )

    def filtrer_texte(
        self, queryset: EquipementQuerySet, name: str, value: str
    ) -> EquipementQuerySet:
        return rechercher(queryset, value)

    def filtrer_roles(
        self, queryset: EquipementQuerySet, name: str, value: str
    ) -> EquipementQuerySet:
        pourvus = Q(**{f"a_{role}": True for role in ROLES_DECLARATION})
        return queryset.filter(pourvus if value == COMPLETS else ~pourvus)


def avec_roles_a_pourvoir(adhesions: QuerySet[Adhesion], jour: date) -> QuerySet[Adhesion]:
    """Annotate ``a_pourvoir``, an équipement of the partner lacks one of the three roles, and
    ``un_equipement``, the id of one to speak of, if there is any: asked whether one exists,
    PostgreSQL would rather read them all.
    """
    pourvus = Q(**{f"a_{role}": True for role in ROLES_DECLARATION})
    ouverts = Equipement.objects.exclude(ferme_le__lt=jour).filter(
        caf=OuterRef("caf"), gestionnaire=OuterRef("gestionnaire")
    )
    return adhesions.annotate(
        a_pourvoir=Exists(ouverts.avec_roles(jour).filter(~pourvus)),
        un_equipement=Subquery(ouverts.values("pk")[:1]),
    )


class FiltrePartenaires(FiltreDeListe):
    """By name or SIRET of the partner, and roles still to fill; ``a_pourvoir`` on each row."""

    q = filtres.CharFilter(label="Partenaire ou SIRET", method="filtrer_texte")
    roles = filtres.ChoiceFilter(
        label="Rôles",
        choices=((INCOMPLETS, "Au moins un non pourvu"), (COMPLETS, "Tous pourvus")),
        method="filtrer_roles",
        empty_label="Tous",
    )

    class Meta(FiltreDeListe.Meta):
        model = Adhesion

    def __init__(self, data: QueryDict, adhesions: QuerySet[Adhesion], jour: date) -> None:
        super().__init__(data, queryset=avec_roles_a_pourvoir(adhesions, jour))

    def filtrer_texte(
        self, queryset: QuerySet[Adhesion], name: str, value: str
    ) -> QuerySet[Adhesion]:
        return rechercher_partenaires(queryset, value)

    def filtrer_roles(
        self, queryset: QuerySet[Adhesion], name: str, value: str
    ) -> QuerySet[Adhesion]:
        incomplets = value == INCOMPLETS
        return queryset.filter(Q(a_pourvoir=incomplets, un_equipement__isnull=False))  # annotated


class FiltrePersonnes(FiltreDeListe):
    """By name or address of the person, or by name of a partner at which one looks after them."""

    q = filtres.CharFilter(label="Personne, adresse ou partenaire", method="filtrer")

    class Meta(FiltreDeListe.Meta):
        model = Utilisateur

    def __init__(self, data: QueryDict, acteur: Acteur) -> None:
        self.droits = Habilitation.objects.filter(geres_par(acteur))
        siens = self.droits.select_related("gestionnaire")
        super().__init__(
            data,
            queryset=Utilisateur.objects.filter(
                Exists(self.droits.filter(utilisateur=OuterRef("pk")))
            ).prefetch_related(Prefetch("habilitations", siens, to_attr="droits_geres")),
        )

    def filtrer(self, queryset: PersonnesQuerySet, name: str, value: str) -> PersonnesQuerySet:
        """Every word typed, whatever its accents; one query more."""
        comporte = chercheur(value)
        noms = self.droits.order_by().values_list(
            "utilisateur",
            "utilisateur__prenom",
            "utilisateur__nom",
            "utilisateur__email",
            "gestionnaire__nom",
        )
        trouves = {pk for pk, *parties in noms.distinct() if comporte(parties)}
        return queryset.filter(pk__in=trouves)
