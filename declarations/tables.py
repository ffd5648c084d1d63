"""Tables of declarations: the partner's and the adviser's show the same columns."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from declarations.echeances import avec_limite
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.chiffres import CHARGES, Chiffres, avec_chiffres, chiffres_de
from declarations.presentation.lignes import LigneSuivi, decrire
from declarations.presentation.montants import montant_lu
from declarations.regles.etats import Etat
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

NOMBRE = {"th": {"class": "nombre"}, "td": {"class": "nombre"}}

# The order in which each side looks at the states: what it must handle first comes first.
ORDRE_PARTENAIRE = (
    Etat.A_CORRIGER,
    Etat.A_APPROUVER,
    Etat.A_SAISIR,
    Etat.EN_SAISIE,
    Etat.TRANSMISE,
    Etat.EN_INSTRUCTION,
    Etat.VALIDEE,
    Etat.SANS_OBJET,
)
ORDRE_CAF = (
    Etat.TRANSMISE,
    Etat.EN_INSTRUCTION,
    Etat.A_CORRIGER,
    Etat.A_APPROUVER,
    Etat.EN_SAISIE,
    Etat.A_SAISIR,
    Etat.VALIDEE,
    Etat.SANS_OBJET,
)


class TableauDeclarations(TableauDossiers):
    """Declarations seen from one side; everything it shows is loaded by ``pour_liste``."""

    cote_caf = False
    partenaire_a_part = False
    ordre_etats = ORDRE_PARTENAIRE

    equipement = tables.Column("Équipement", accessor="equipement__nom")
    declaration = tables.Column("Déclaration", accessor="annee")
    etat = tables.Column("État")
    suite = tables.Column("Qui agit", empty_values=(), orderable=False)
    date = tables.Column("Date", empty_values=())
    montant = tables.Column("Estimation", empty_values=(), attrs=NOMBRE)

    class Meta:
        attrs = {"caption": "Déclarations"}

    def __init__(
        self,
        declarations: DeclarationQuerySet,
        acteur: Acteur,
        parametres: QueryDict,
        **options: Any,
    ) -> None:
        self.acteur = acteur
        self._lignes: dict[int, LigneSuivi] = {}
        chargees = (
            avec_limite(declarations)
            .pour_liste()
            .avec_messages_non_lus(self.acteur.utilisateur, self.cote_caf)
            .annotate(rang=rang_etat(self.ordre_etats))
            .order_by("rang", *self.ordre_par_defaut)
        )
        super().__init__(chargees, order_by=parametres.getlist("sort") or None, **options)

    ordre_par_defaut: tuple[str, ...] = ("-annee", "limite_le", "pk")

    @cached_property
    def avec_partenaire(self) -> bool:
        """Name the partner on each line: always for the Caf, else when there are several."""
        return self.cote_caf or len({h.gestionnaire_id for h in self.acteur.habilitations}) > 1

    def ligne(self, declaration: Declaration) -> LigneSuivi:
        if declaration.pk not in self._lignes:
            self._lignes[declaration.pk] = decrire(declaration, self.acteur, self.cote_caf)
        return self._lignes[declaration.pk]

    def render_equipement(self, record: Declaration) -> SafeString:
        partenaire = (
            format_html('<br><span class="discret">{}</span>', record.gestionnaire)
            if self.avec_partenaire and not self.partenaire_a_part
            else ""
        )
        return format_html(
            '<span><a href="{}">{}<span class="visually-hidden"> – {}</span></a>{}</span>',
            self.ligne(record).adresse,
            record.equipement,
            record.libelle,
            partenaire,
        )

    def render_declaration(self, record: Declaration) -> SafeString:
        return format_html(
            '<span class="cote-a-cote"><span class="insecable">{}</span> '
            '<abbr class="discret" title="{}">{}</abbr></span>',
            record.libelle,
            record.get_dispositif_display(),
            record.dispositif.upper(),
        )

    def render_etat(self, record: Declaration) -> SafeString:
        ligne = self.ligne(record)
        etat = badge(ligne.etat, ligne.ton)
        if not ligne.non_lus:
            return etat
        return format_html(
            '<span class="cote-a-cote">{} <a class="insecable" href="{}#messages">{}</a></span>',
            etat,
            ligne.adresse,
            ligne.non_lus,
        )

    def render_suite(self, record: Declaration) -> SafeString | str:
        suite = self.ligne(record).suite
        return qui_agit(suite.texte, a_moi=suite.a_moi)

    def render_date(self, record: Declaration) -> SafeString:
        return date_et_delai(self.ligne(record))

    def render_montant(self, record: Declaration) -> str:
        return self.ligne(record).montant or "–"

    def order_equipement(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        rang = rang_nom(queryset, "equipement")
        ordre = rang.desc() if is_descending else rang.asc()
        return queryset.order_by(ordre, "-annee", "nature", "numero", "pk"), True

    def order_declaration(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        sens = "-" if is_descending else ""
        return queryset.order_by(f"{sens}annee", "dispositif", "nature", "numero", "pk"), True

    def order_montant(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        """Those whose amount this person does not read come last, by number."""
        montant = montant_lu(self.acteur, self.cote_caf)
        return queryset.order_by(ordre_avec_vides(montant, is_descending), "pk"), True


class TableauSuivi(TableauDeclarations):
    """The partner's: what is not expected of the person who reads."""

    class Meta:
        attrs = {"caption": "Déclarations suivies"}


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

    def render_siret(self, record: Declaration) -> SafeString:
        return format_html('<span class="insecable">{}</span>', record.gestionnaire.siret)

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
