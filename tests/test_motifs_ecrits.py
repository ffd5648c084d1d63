"""Whoever asks for a written reason asks the same function: forms and services, one by one."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms

from declarations.services import justifications
from portal.socle.formulaires import Acte, ChampMotif, ChampTexte
from portal.socle.motifs import TROP_COURT, TROP_REPETE
from portal.socle.refus import DemandeInvalide
from tests.monde import Monde
from tests.tables_motifs import TABLES

RACINE = Path(__file__).parents[1]
APPLICATIONS = (
    "bilans",
    "declarations",
    "habilitations",
    "habilitations/adhesions",
    "habilitations/annuaire",
    "habilitations/revues",
    "portal/dossiers",
    "portal/relances",
    "subventions",
    "subventions/droits",
    "subventions/diagnostics",
    "subventions/propositions",
    "subventions/paiements",
)
REFUSES = (("x", TROP_COURT), ("ok", TROP_COURT), ("a" * 40, TROP_REPETE))
# They hand the reason over to a service of the tables, or only show it.
RELAIS = {
    "bilans.services.redites",
    "portal.dossiers.services.lots",
    "declarations.services.redites",
    "portal.dossiers.services.redites",
    "habilitations.adhesions.services.acces",
    "habilitations.annuaire.services.ecriture",
    "habilitations.services.fiches",
    "portal.dossiers.services.transferts",
    "subventions.propositions.services.ecriture",
}


def _modules(chambre: str) -> list[Any]:
    chemins = [
        *(c for a in APPLICATIONS for c in (RACINE / a / chambre).glob("*.py")),
        *(RACINE / a / f"{chambre}.py" for a in APPLICATIONS),
    ]
    noms = [".".join(c.relative_to(RACINE).with_suffix("").parts) for c in chemins if c.exists()]
    return [import_module(nom) for nom in noms]


def test_chaque_service_qui_demande_un_motif_est_dans_la_table() -> None:
    demandent = {
        fonction
        for module in _modules("services")
        for nom, fonction in inspect.getmembers(module, inspect.isfunction)
        if fonction.__module__ == module.__name__
        and module.__name__ not in RELAIS
        and not nom.startswith("_")
        and "acteur" in inspect.signature(fonction).parameters
        and "motif" in inspect.signature(fonction).parameters
    }

    assert demandent == set(TABLES)


@pytest.mark.parametrize("service", TABLES, ids=lambda s: f"{s.__module__}.{s.__name__}")
@pytest.mark.django_db
def test_un_service_refuse_un_motif_qui_ne_dit_rien(
    monde: Monde, service: Callable[..., Any]
) -> None:
    champ = "texte" if service is justifications.justifier else "motif"
    motif, raison = REFUSES[0]

    with pytest.raises(DemandeInvalide) as refus:
        TABLES[service](monde, motif)

    assert refus.value.champ == champ
    assert str(refus.value).endswith(raison)


def _formulaires() -> list[type[Acte]]:
    for chambre in ("forms",):
        _modules(chambre)
    trouves, a_voir = [], [Acte]
    while a_voir:
        enfants = a_voir.pop().__subclasses__()
        a_voir += enfants
        trouves += [f for f in enfants if f.__module__.split(".")[0] != "tests"]
    return trouves


def test_chaque_formulaire_qui_demande_un_motif_a_le_meme_champ() -> None:
    """A list of reasons is chosen, not written."""
    ecrits = {
        f"{f.__name__}.{nom}": champ
        for f in _formulaires()
        for nom, champ in f.base_fields.items()
        if nom == "motif" and isinstance(champ.widget, forms.Textarea)
    }

    assert len(ecrits) > 5
    assert [nom for nom, champ in ecrits.items() if not isinstance(champ, ChampMotif)] == []


@pytest.mark.parametrize(("texte", "raison"), REFUSES)
def test_le_champ_dit_pourquoi_il_refuse(texte: str, raison: str) -> None:
    class Essai(Acte):
        motif = ChampMotif(demande="Indiquez le motif.", max_length=2000)

    formulaire = Essai({"motif": texte})

    assert dict(formulaire.errors) == {"motif": [f"Indiquez le motif. {raison}"]}


def test_chaque_texte_de_plusieurs_lignes_compte_ses_fins_de_ligne_une_fois() -> None:
    """Reasons, messages, sentences of a campaign: none is refused for its line ends."""
    autres = [
        f"{f.__name__}.{nom}"
        for f in _formulaires()
        for nom, champ in f.base_fields.items()
        if isinstance(champ.widget, forms.Textarea) and not isinstance(champ, ChampTexte)
    ]

    assert autres == []


def test_les_fins_de_ligne_ne_comptent_pas_deux_fois() -> None:
    """A text at its limit, as a browser sends it."""

    class Essai(Acte):
        motif = ChampMotif(demande="Indiquez le motif.", max_length=40)

    ecrit = "Un agent est parti\r\nun autre est malade\r\n!"

    assert len(ecrit) > 40
    assert Essai({"motif": ecrit}).is_valid()
