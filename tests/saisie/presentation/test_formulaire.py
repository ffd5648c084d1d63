"""Fields drawn once for every form: what is kept, what was just typed, what is only read."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from bilans.edition.forms.questions import ChampBorne
from declarations.grilles import toutes_les_grilles
from portal.relances.views.etapes import EtapeForm
from portal.saisie.presentation.formulaire import (
    ALERTE_CONFLIT,
    Bloc,
    Reste,
    dessiner,
    groupes_d_ensemble,
    titre_de_bloc,
)
from portal.saisie.presentation.valeurs import valeur_saisie
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.structure import Emplacement, Ligne, Section
from portal.socle.composants import ChampSaisie
from portal.socle.formulaires import ChampNombre

RACINE = Path(__file__).resolve().parents[3]
HEURES = Champ(code="heures", libelle="Heures", type="heures", unite="h", aide="Par an.")
NIVEAU = Champ(code="niveau", libelle="Niveau", type="choix", choix=(("cp", "CP"), ("ce1", "CE1")))


def place(champ: Champ, groupe: str = "") -> Emplacement[Champ, Ligne]:
    section = Section("s", "Section", (champ,), repetition="lieux", groupe=groupe)
    return Emplacement(f"lieux.l1.{champ.code}", champ, section, (Ligne("l1", "Ugine"),))


def test_une_valeur_gardee_s_ecrit_comme_on_la_tape() -> None:
    champ = dessiner(place(HEURES), "1234.50", Reste())

    assert (champ.chemin, champ.type, champ.unite) == ("lieux.l1.heures", "nombre", "h")
    assert champ.valeur.replace("\u202f", " ") == "1 234,5"
    assert (champ.aide, champ.lecture_seule, champ.erreurs) == ("Par an.", False, [])


def test_ce_qui_vient_d_etre_tape_s_affiche_tel_quel_avec_son_message() -> None:
    reste = Reste({"lieux.l1.heures": "douze"}, {"lieux.l1.heures": "Écrivez un nombre."})

    champ = dessiner(place(HEURES), "1234.50", reste)

    assert (champ.valeur, champ.erreurs) == ("douze", ["Écrivez un nombre."])
    assert dessiner(place(NIVEAU), "cp", reste).erreurs == []


def test_un_conflit_se_signale_a_cote_du_champ() -> None:
    champ = dessiner(place(HEURES), "3", Reste(conflits={"lieux.l1.heures"}))

    assert champ.alertes == [ALERTE_CONFLIT]


def test_un_champ_qui_ne_se_tape_pas_garde_sa_forme_canonique() -> None:
    champ = dessiner(place(HEURES), "1234.50", Reste(), ouvert=False)

    assert (champ.lecture_seule, champ.valeur) == (True, "1234.50")


def test_le_metier_precise_ce_que_le_champ_ne_dit_pas() -> None:
    champ = dessiner(place(HEURES), "", Reste(), obligatoire=False, repris_de="Réelle 2024")

    assert (champ.obligatoire, champ.repris_de) == (False, "Réelle 2024")


def test_une_longueur_propre_borne_la_saisie() -> None:
    nom = Champ(code="nom", libelle="Nom", type="texte", longueur=80)

    assert dessiner(place(nom), "", Reste()).attributs == {"maxlength": "80"}
    assert dessiner(place(HEURES), "", Reste()).attributs is None


@pytest.mark.parametrize(("groupe", "signale"), [("", True), ("charges", False)])
def test_un_compte_laisse_vide_ne_se_dit_pas_facultatif(groupe: str, signale: bool) -> None:
    assert dessiner(place(HEURES, groupe), "", Reste()).signaler_facultatif is signale


def bloc(titre: str, groupe: str = "", *, vide: bool = False) -> Bloc:
    return Bloc(titre, () if vide else (ChampSaisie(titre, titre),), groupe=groupe)


def test_ce_qui_est_demande_une_fois_se_range_par_groupe() -> None:
    blocs = [
        bloc("60 Achats", "charges"),
        bloc("Suite"),
        bloc("64 Personnel", "charges"),
        bloc("Rien", vide=True),
    ]

    groupes = groupes_d_ensemble(blocs, {"charges": "Charges"}, "Pour l’ensemble")

    assert [(g.ancre, g.titre, len(g.blocs)) for g in groupes] == [
        ("ensemble-charges", "Charges", 2),
        ("ensemble", "Suite", 1),
    ]


def test_plusieurs_blocs_sans_groupe_ont_un_titre_commun() -> None:
    (groupe,) = groupes_d_ensemble([bloc("Suite"), bloc("Fin")], {}, "Pour l’ensemble")

    assert groupe.titre == "Pour l’ensemble"


def test_une_classe_d_un_seul_compte_ne_se_nomme_pas_deux_fois() -> None:
    un, deux = [ChampSaisie("a", "A")], [ChampSaisie("a", "A"), ChampSaisie("b", "B")]

    assert titre_de_bloc("60 Achats", "charges", un) == ""
    assert titre_de_bloc("60 Achats", "charges", deux) == "60 Achats"
    assert titre_de_bloc("Suite", "", un) == "Suite"


@pytest.mark.parametrize(
    ("champ", "valeur", "lue"),
    [
        (NIVEAU, "ce1", "CE1"),
        (NIVEAU, "ancien_code", "ancien_code"),
        (NIVEAU, "", ""),
        (HEURES, "1234.50", "1 234,5 h"),
        (HEURES, "douze", "douze"),
        (Champ(code="d", libelle="D", type="date"), "2026-03-31", "31 mars 2026"),
        (Champ(code="d", libelle="D", type="date"), "demain", "demain"),
        (Champ(code="o", libelle="O", type="oui_non"), "oui", "Oui"),
    ],
)
def test_une_valeur_se_lit_quelle_qu_elle_soit(champ: Champ, valeur: str, lue: str) -> None:
    ecrite = ecrire_valeur(champ, valeur)

    assert ecrite.replace("\u202f", " ").replace("\xa0", " ") == lue


def test_ce_qui_n_est_pas_un_nombre_se_montre_comme_il_est_garde() -> None:
    assert valeur_saisie(HEURES, "douze") == "douze"
    assert valeur_saisie(NIVEAU, "cp") == "cp"


def test_une_date_s_ecrit_comme_on_la_tape() -> None:
    champ = dessiner(place(Champ("le", "Le", "date")), "2026-03-31", Reste())
    assert (champ.valeur, champ.aide) == ("31/03/2026", "Sous la forme JJ/MM/AAAA.")
    assert valeur_saisie(Champ("le", "Le", "date"), "") == ""


def clavier(champ: ChampSaisie, gabarit: str) -> str | None:
    """The keyboard that a telephone shows for a field; None: its whole one, minus sign included."""
    html = render_to_string(gabarit, {"champ": champ})
    trouve = re.search(r'inputmode="(\w+)"', html)
    return trouve[1] if trouve else None


@pytest.mark.parametrize("gabarit", ["composants/champ.html", "saisie/cellule.html"])
@pytest.mark.parametrize("minimum", [None, Decimal(-5), Decimal(0), Decimal(1)])
def test_un_nombre_negatif_se_tape_sur_un_telephone(gabarit: str, minimum: Decimal | None) -> None:
    """The figures of an iPhone (« decimal ») have no minus sign."""
    champ = dessiner(place(replace(HEURES, minimum=minimum)), "", Reste())
    negatif = minimum is None or minimum < 0
    assert clavier(champ, gabarit) == (None if negatif else "decimal")


def test_chaque_donnee_qui_peut_etre_negative_a_son_clavier() -> None:
    """Of every grid: those whose bound lets them be, the result that a partner announces first."""
    negatifs = {
        champ.code
        for grille in toutes_les_grilles()
        for section in grille.sections
        for champ in section.champs
        if champ.est_numerique and dessiner(place(champ), "", Reste()).negatif
    }
    assert negatifs == {"resultat_annonce"}


def test_les_formulaires_aussi() -> None:
    assert "inputmode" not in EtapeForm().fields["jours"].widget.attrs
    assert "inputmode" not in ChampBorne(required=False).widget.attrs
    assert ChampNombre().widget.attrs["inputmode"] == "decimal"


def test_un_seul_endroit_decide_du_clavier() -> None:
    """Declarations, bilans and simulators draw their numbers there: none is drawn elsewhere."""
    dessins = {
        str(chemin.relative_to(RACINE))
        for dossier in ("bilans", "declarations", "habilitations", "portal", "subventions")
        for chemin in (RACINE / dossier).rglob("*.py")
        if "ChampSaisie(" in chemin.read_text()
    }
    # The second is the page that shows the components.
    assert dessins == {
        "portal/saisie/presentation/formulaire.py",
        "portal/accueil/catalogue/saisie.py",
    }
    for gabarit in (RACINE / "templates").rglob("*.html"):
        for ligne in gabarit.read_text().splitlines():
            decide = 'inputmode="decimal"' not in ligne or "not champ.negatif" in ligne
            assert decide, gabarit
            assert 'type="number"' not in ligne, gabarit
