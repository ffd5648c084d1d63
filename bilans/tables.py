"""The table of the queue of bilans: a constant number of queries, whatever the page."""

from collections.abc import Collection

import django_tables2 as tables
from django.db.models import F
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bilans.models import Bilan, BilanQuerySet
from bilans.presentation.lignes import LigneBilan, decrire
from bilans.regles.etats import Etat
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rang_nom
from portal.dossiers.tables import (
    TableauDossiers,
    case_a_cocher,
    date_et_delai,
    ordre_avec_vides,
    qui_agit,
    rang_etat,
)
from portal.socle.formats import date_fr
from portal.socle.templatetags.composants import badge

# What the Caf must handle comes first.
ORDRE_CAF = (
    Etat.TRANSMIS,
    Etat.EN_VALIDATION,
    Etat.A_COMPLETER,
    Etat.EN_COURS,
    Etat.A_REMPLIR,
    Etat.VALIDE,
    Etat.SANS_OBJET,
)


class TableauBilans(TableauDossiers):
    """What to validate first, oldest first."""

    par_defaut = ("partenaire", "bilan", "suite", "date")
    au_choix = ("partenaire", "siret", "bilan", "suite", "date", "transmis", "conseiller")

    choix = tables.Column("Choisir", accessor="pk", orderable=False)
    equipement = tables.Column("Équipement", accessor="gestionnaire__nom")
    partenaire = tables.Column("Partenaire", accessor="gestionnaire__nom")
    siret = tables.Column("SIRET", accessor="gestionnaire__siret", orderable=False)
    bilan = tables.Column("Bilan", accessor="annee")
    etat = tables.Column("État")
    suite = tables.Column("Qui agit", empty_values=(), orderable=False)
    date = tables.Column("Date", empty_values=())
    transmis = tables.Column("Transmis le", empty_values=(), orderable=False)
    conseiller = tables.Column("Gestionnaire conseil", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Bilans à suivre"}
        empty_text = "Aucun bilan ne correspond à ces filtres."

    def __init__(
        self,
        bilans: BilanQuerySet,
        acteur: Acteur,
        parametres: QueryDict,
        colonnes: Collection[str] = par_defaut,
    ) -> None:
        self.acteur = acteur
        self._lignes: dict[int, LigneBilan] = {}
        charges = bilans.pour_liste().annotate(rang=rang_etat(ORDRE_CAF))
        if "transmis" in colonnes:
            charges = charges.prefetch_related("dernier_envoi")
        super().__init__(
            charges.order_by(F("rang"), F("limite_le"), "pk"),
            order_by=parametres.getlist("sort") or None,
        )
        self.montrer(colonnes)

    def ligne(self, bilan: Bilan) -> LigneBilan:
        if bilan.pk not in self._lignes:
            self._lignes[bilan.pk] = decrire(bilan, self.acteur)
        return self._lignes[bilan.pk]

    def render_choix(self, record: Bilan) -> SafeString:
        return case_a_cocher(record, str(record))

    def render_equipement(self, record: Bilan) -> SafeString:
        return format_html(
            '<span><a href="{}">{}<span class="visually-hidden"> – {}</span></a></span>',
            self.ligne(record).adresse,
            record.sujet,
            record.libelle,
        )

    def render_transmis(self, record: Bilan) -> str:
        return date_fr(record.dernier_envoi.le) if record.dernier_envoi else "–"

    def render_conseiller(self, record: Bilan) -> str:
        """The adviser of the équipement; a commune has none of its own."""
        if record.equipement is None:
            return "–"
        return record.equipement.portefeuille.referent(self.acteur.jour).nom_complet

    def render_bilan(self, record: Bilan) -> SafeString:
        return format_html(
            '<span class="cote-a-cote">{} <span class="discret insecable">{}</span></span>',
            record.version.questionnaire.titre,
            record.exercice,
        )

    def render_etat(self, record: Bilan) -> SafeString:
        ligne = self.ligne(record)
        return badge(ligne.etat, ligne.ton)

    def render_suite(self, record: Bilan) -> SafeString | str:
        ligne = self.ligne(record)
        return qui_agit(ligne.qui, a_moi=ligne.a_moi)

    def render_date(self, record: Bilan) -> SafeString:
        return date_et_delai(self.ligne(record), en_bref=True)

    def order_equipement(
        self, queryset: BilanQuerySet, is_descending: bool
    ) -> tuple[BilanQuerySet, bool]:
        """By équipement; communes, which have none, come last."""
        rang = rang_nom(queryset.exclude(equipement=None), "equipement")
        return queryset.order_by(ordre_avec_vides(rang, is_descending), "-annee", "pk"), True

    def order_partenaire(
        self, queryset: BilanQuerySet, is_descending: bool
    ) -> tuple[BilanQuerySet, bool]:
        rang = rang_nom(queryset, "gestionnaire")
        return queryset.order_by(rang.desc() if is_descending else rang.asc(), "-annee", "pk"), True

    def order_bilan(
        self, queryset: BilanQuerySet, is_descending: bool
    ) -> tuple[BilanQuerySet, bool]:
        sens = "-" if is_descending else ""
        return queryset.order_by(f"{sens}annee", "numero", "pk"), True
