"""The adviser's queue of declarations, with the columns that each person chooses."""

from collections.abc import Collection

import django_tables2 as tables
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.chiffres import CHARGES, Chiffres, avec_chiffres, chiffres_de
from declarations.tables import NOMBRE, ORDRE_CAF, TableauDeclarations
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rang_nom
from portal.dossiers.tables import case_a_cocher, date_et_delai, qui_agit
from portal.socle.formats import date_fr


class TableauFile(TableauDeclarations):
    """The adviser's queue: what to process first, oldest first; columns as the person wants them.

    ``colonnes`` are those shown (``au_choix``): what none of them needs is not read.
    """

    cote_caf = True
    partenaire_a_part = True
    ordre_etats = ORDRE_CAF
    ordre_par_defaut = ("limite_le", "pk")
    par_defaut = ("partenaire", "declaration", "suite", "date", "montant")
    au_choix = (
        *("partenaire", "siret", "reference", "declaration", "suite", "date", "transmise"),
        *("version", "activite", "charges", "montant", "conseiller"),
    )
    # Columns that read what was sent, figures included.
    des_chiffres = frozenset({"activite", "charges"})

    choix = tables.Column("Choisir", accessor="pk", orderable=False)
    partenaire = tables.Column("Partenaire", accessor="gestionnaire__nom")
    siret = tables.Column("SIRET", accessor="gestionnaire__siret", orderable=False)
    reference = tables.Column("Référence", empty_values=(), orderable=False)
    transmise = tables.Column("Transmise le", empty_values=(), orderable=False)
    version = tables.Column("Version", empty_values=(), orderable=False, attrs=NOMBRE)
    activite = tables.Column("Activité", empty_values=(), orderable=False)
    charges = tables.Column("Charges", empty_values=(), orderable=False, attrs=NOMBRE)
    montant = tables.Column("Montant", empty_values=(), attrs=NOMBRE)
    conseiller = tables.Column("Gestionnaire conseil", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Déclarations à suivre"}
        sequence = (
            *("choix", "equipement", "partenaire", "siret", "reference", "declaration", "etat"),
            *("suite", "date", "transmise", "version", "activite", "charges", "montant"),
            "conseiller",
        )
        empty_text = "Aucune déclaration ne correspond à ces filtres."

    def __init__(
        self,
        declarations: DeclarationQuerySet,
        acteur: Acteur,
        parametres: QueryDict,
        colonnes: Collection[str] = par_defaut,
    ) -> None:
        if self.des_chiffres & set(colonnes):
            declarations = avec_chiffres(declarations)
        self._lus: dict[int, Chiffres | None] = {}
        super().__init__(declarations, acteur, parametres)
        self.montrer(colonnes)

    def render_choix(self, record: Declaration) -> SafeString:
        return case_a_cocher(record, f"{record.equipement} – {record.libelle}")

    def render_suite(self, record: Declaration) -> SafeString | str:
        suite = self.ligne(record).suite
        return qui_agit(suite.qui, a_moi=suite.a_moi)

    def render_date(self, record: Declaration) -> SafeString:
        return date_et_delai(self.ligne(record), en_bref=True)

    def render_reference(self, record: Declaration) -> SafeString:
        return format_html('<span class="insecable">{}</span>', record.reference)

    def render_transmise(self, record: Declaration) -> str:
        version = record.version_en_vigueur
        return date_fr(version.envoyee_le) if version else "–"

    def render_version(self, record: Declaration) -> str:
        return str(record.version_courante.numero)

    def render_activite(self, record: Declaration) -> str:
        chiffres = self._chiffres(record)
        return (chiffres and chiffres.activite) or "–"

    def render_charges(self, record: Declaration) -> str:
        chiffres = self._chiffres(record)
        return (chiffres and chiffres.ecrire(CHARGES)) or "–"

    def _chiffres(self, declaration: Declaration) -> Chiffres | None:
        if declaration.pk not in self._lus:
            self._lus[declaration.pk] = chiffres_de(declaration)
        return self._lus[declaration.pk]

    def render_conseiller(self, record: Declaration) -> str:
        return record.equipement.portefeuille.referent(self.acteur.jour).nom_complet

    def order_partenaire(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        rang = rang_nom(queryset, "gestionnaire")
        ordre = rang.desc() if is_descending else rang.asc()
        return queryset.order_by(ordre, "-annee", "nature", "numero", "pk"), True
