"""Tables of the papers and of the lieux of one Caf."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableData

from habilitations.annuaire.liens import adresse
from habilitations.annuaire.presentation.fiches import etat_du_lieu
from habilitations.annuaire.presentation.papiers import Papier, lire
from habilitations.models import Lieu
from habilitations.presentation.ordre import rang_nom
from habilitations.requetes import Requete
from portal.socle.formats import date_breve, ecrire_siret
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge


class LignesDePapiers(TableData):
    """Rows of a query, read as papers once their page is asked for; in the order of the query."""

    def __len__(self) -> int:
        combien: int = self.data.count()
        return combien

    def __getitem__(self, tranche: slice) -> list[Papier]:
        return list(lire(self.data[tranche]))

    def order_by(self, aliases: Any) -> None:
        """Nothing: the query has its order."""


class TableauPapiers(TableauPagine):
    """Each paper with its partner, what it is about, its state; ``ouvrables``: adhesion files
    are linked to."""

    papier = tables.Column("Papier", empty_values=())
    partenaire = tables.Column("Partenaire", empty_values=())
    reference = tables.Column("Référence")
    etat = tables.Column("État", empty_values=())
    validite = tables.Column("Validité", empty_values=())
    le = tables.Column("Reçu ou signé le", attrs={"td": {"class": "insecable"}})

    class Meta:
        attrs = {"caption": "Papiers"}
        orderable = False

    def __init__(self, lignes: "QuerySet[Any]", request: Requete, *, ouvrables: bool) -> None:
        self.ouvrables = ouvrables
        super().__init__(LignesDePapiers(lignes))
        self.paginer(request)

    def render_papier(self, record: Papier) -> SafeString | str:
        if record.fiche:
            return format_html(
                '<span><a href="{}">{}</a><br><span class="discret">{}</span></span>',
                adresse("equipement", record.fiche),
                record.libelle,
                record.equipement,
            )
        if not self.ouvrables:
            return record.libelle
        lien = reverse("adhesions:dossier", args=[record.pochette])
        return format_html('<a href="{}">{}</a>', lien, record.libelle)

    def render_partenaire(self, record: Papier) -> SafeString:
        return format_html(
            '<span>{}<br><span class="discret insecable">SIRET {}</span></span>',
            record.partenaire,
            ecrire_siret(record.siret),
        )

    def render_etat(self, record: Papier) -> SafeString:
        return badge(*record.badge)

    def render_validite(self, record: Papier) -> SafeString | str:
        if record.debut is None:
            return "–"
        dates = date_breve(record.debut), date_breve(record.fin)
        return format_html('<span class="insecable">du {}</span> au {}', *dates)

    def render_le(self, record: Papier) -> str:
        return date_breve(record.le)


class TableauLieux(TableauPagine):
    """Each lieu with its équipement, who runs it, whether it is open."""

    nom = tables.Column("Lieu")
    equipement = tables.Column("Équipement", accessor="equipement__nom")
    gestionnaire = tables.Column("Gestionnaire", accessor="equipement__gestionnaire__nom")
    adresse = tables.Column("Adresse")
    etat = tables.Column("État", empty_values=())

    class Meta:
        attrs = {"caption": "Lieux d’accueil"}
        orderable = False

    def __init__(self, lieux: QuerySet[Lieu], request: Requete) -> None:
        self.jour = request.acteur.jour
        charges = lieux.select_related("equipement__gestionnaire")
        super().__init__(charges.order_by(rang_nom(lieux), "pk"))
        self.paginer(request)

    def render_nom(self, record: Lieu) -> SafeString:
        return format_html('<a href="{}">{}</a>', adresse("lieu", record.pk), record.nom)

    def render_equipement(self, record: Lieu) -> SafeString:
        fiche = adresse("equipement", record.equipement_id)
        return format_html('<a href="{}">{}</a>', fiche, record.equipement.nom)

    def render_etat(self, record: Lieu) -> SafeString:
        return badge(*etat_du_lieu(record, self.jour))
