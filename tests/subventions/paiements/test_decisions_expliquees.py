"""A decision of the Caf stands among the steps: from the computation to the amount claimed."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from portal.socle.formats import date_fr, euros
from subventions.droits.exports.lettre import page as page_du_droit
from subventions.droits.services import lettres as lettres_de_droit
from subventions.droits.services import retirer_decision
from subventions.droits.services.lettres import demander_lettre
from subventions.models import DecisionDroit, LettreDroit
from subventions.paiements.exports.lettre import page as page_de_l_indu
from subventions.paiements.models import Indu, LettreIndu
from subventions.paiements.presentation.echeancier import bloc_echeancier
from subventions.paiements.services import lettres
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.lettres import demander_lettre_indu, est_a_jour
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.droits.views.test_argent import page as adresse_du_droit
from tests.subventions.outils import refaire
from tests.subventions.paiements.argent import RAISON, decide, droit, paye, pret
from tests.subventions.paiements.indus import notifie, rembourse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CALCULE, ACCEPTE = "72000.00", "60000.00"


def tout_paye_puis_decide(monde: Monde) -> DecisionDroit:
    """Acomptes and solde paid on the computed right, then a decision that lowers it."""
    pret(monde)
    paye(monde)
    paye(monde)
    vise = droit(monde, "reel", CALCULE)
    paye(monde)
    return decide(monde, vise, ACCEPTE)


def lu(html: str) -> str:
    return " ".join(html.split())


def dans_l_ordre(texte: str, *morceaux: str) -> None:
    """Each piece is found after the one before it."""
    ou = 0
    for morceau in map(lu, morceaux):
        trouve = texte.find(morceau, ou)
        assert trouve >= 0, morceau
        ou = trouve + len(morceau)


def test_la_lettre_d_indu_mene_du_calcul_au_montant_reclame(monde: Monde) -> None:
    decision = tout_paye_puis_decide(monde)
    indu = notifie(monde)
    assert indu.montant == Decimal("12000.00")
    html = lu(page_de_l_indu(indu.lettres.get()))
    calcul = html[html.index("Calcul du droit réel") :]
    dans_l_ordre(
        calcul,
        "Montant calculé",
        euros(CALCULE),
        "Décision de la Caf",
        RAISON,
        f"Proposée par {decision.proposee_par} le {date_fr(decision.proposee_le)}, confirmée par "
        f"{decision.confirmee_par} le {date_fr(decision.confirmee_le)}.",
        euros(ACCEPTE),
        "Versements",
        f'solde versé : <span class="insecable">{euros("21600.00")}</span>',
        euros(CALCULE),
        "versements − droit réel",
        f'droit réel : <span class="insecable">{euros(ACCEPTE)}</span>',
        euros(indu.montant),
    )
    assert "Montant du droit" not in html
    assert f'<td class="nombre">{euros("0")}</td>' not in calcul, "aucun « Indu 0,00 € »"


def test_chaque_etape_se_refait_jusqu_a_l_indu(monde: Monde) -> None:
    tout_paye_puis_decide(monde)
    indu = notifie(monde)
    etapes = indu.lettres.get().contenu["dit"]["etapes"]
    assert [e["libelle"] for e in etapes] == ["Acomptes", "Solde", "Versements", "Indu"]
    assert all(refaire(e) == e["resultat"] for e in etapes)
    assert etapes[-1]["resultat"] == str(indu.montant)


def test_ce_qui_est_revenu_se_deduit(monde: Monde) -> None:
    tout_paye_puis_decide(monde)
    indu = notifie(monde)
    rembourse(monde, indu, "2000.00")
    lettre = demander_lettre_indu(indu.pk, acteur=acteur(monde.passerelles.finances))
    etapes = lettre.contenu["dit"]["etapes"]
    assert [e["libelle"] for e in etapes[-3:]] == ["Versements", "Versements nets", "Indu"]
    assert all(refaire(e) == e["resultat"] for e in etapes)
    assert etapes[-1]["resultat"] == lettre.contenu["dit"]["reste"] == "10000.00"


def test_solde_paye_rien_ne_reste(monde: Monde) -> None:
    pret(monde)
    paye(monde)
    paye(monde)
    droit(monde, "reel", CALCULE)
    paye(monde)
    etapes = echeancier_de(monde.er, 2026).echeancier.etapes
    assert (etapes[-1].libelle, etapes[-1].resultat) == ("Reste à verser", 0)
    assert all(refaire(e.en_json()) == str(e.resultat) for e in etapes)


def test_la_lettre_de_droit_finit_sur_le_montant_retenu(monde: Monde) -> None:
    pret(monde)
    vise = droit(monde, "reel", CALCULE)
    decide(monde, vise, ACCEPTE)
    html = lu(page_du_droit(demander_lettre(vise.pk, acteur=acteur(monde.conseiller))))
    calcul = html[html.index("<h2>Calcul</h2>") :]
    dans_l_ordre(calcul, "Montant calculé", euros(CALCULE), "Décision de la Caf", RAISON)
    assert calcul.count("<tr>") == 3
    assert calcul.count(RAISON) == html.count(RAISON) == 1
    assert lu(euros(ACCEPTE)) in calcul


def test_la_page_de_l_argent_les_montre_au_meme_endroit(monde: Monde) -> None:
    decision = tout_paye_puis_decide(monde)
    for qui in (monde.passerelles.finances, monde.conseiller):
        html = lu(connecte(qui).get(adresse_du_droit(decision.droit)).content.decode())
        calcul = html[html.index('aria-label="Droit réel 2026"') :]
        dans_l_ordre(
            calcul,
            f'<p class="montant-total">{euros(ACCEPTE)}</p>',
            f"au lieu de {euros(CALCULE)} calculés",
            "Montant calculé",
            euros(CALCULE),
            "Décision de la Caf",
            RAISON,
            euros(ACCEPTE),
        )


@pytest.mark.parametrize("nature", ["previsionnel", "reel"])
def test_l_echeancier_dit_la_decision_dont_il_part(monde: Monde, nature: str) -> None:
    pret(monde)
    vise = droit(monde, nature, CALCULE, numero=0) if nature == "reel" else previsionnel(monde)
    decide(monde, vise, ACCEPTE)
    bloc = bloc_echeancier(echeancier_de(monde.er, 2026))
    (etape,) = bloc.decisions
    assert etape["resultat"] == euros(ACCEPTE)
    html = lu(render_to_string("paiements/partials/echeancier.html", {"bloc": bloc}))
    dans_l_ordre(html, f"Décision de la Caf, droit {vise.libelle_nature.lower()}", RAISON)


def previsionnel(monde: Monde) -> Any:
    return monde.er.droits_ouverts.get(nature="previsionnel")


def test_la_page_du_partenaire_dit_ce_qui_etait_calcule(monde: Monde) -> None:
    decision = tout_paye_puis_decide(monde)
    adresse = f"/subventions/partenaires/{monde.passerelles.gestionnaire.pk}/2026/"
    vue = connecte(monde.passerelles.finances).get(adresse)
    assert vue.status_code == 200, decision
    html = lu(vue.content.decode())
    dans_l_ordre(html, euros(ACCEPTE), "Décision de la Caf", f"{euros(CALCULE)} calculés")


def test_une_lettre_d_avant_dit_toujours_ce_qu_elle_disait(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter made before the steps were explained so: it reads, and still tells the truth."""
    tout_paye_puis_decide(monde)
    entier = lettres.contenu

    def d_avant(indu: Indu) -> dict[str, Any]:
        dit = entier(indu)
        dit["etapes"] = [e for e in dit["etapes"] if e["libelle"] in {"Acomptes", "Solde"}]
        return {cle: dit[cle] for cle in dit if cle not in {"decision", "calcule"}}

    monkeypatch.setattr(lettres, "contenu", d_avant)
    indu = notifie(monde)
    monkeypatch.undo()
    ancienne = LettreIndu.objects.get(indu=indu)
    assert est_a_jour(ancienne)
    assert lu(euros(indu.montant)) in lu(page_de_l_indu(ancienne))
    assert RAISON not in page_de_l_indu(ancienne)
    rembourse(monde, indu, "2000.00")
    assert not est_a_jour(LettreIndu.objects.get(pk=ancienne.pk))


def test_une_lettre_de_droit_d_avant_reste_a_jour_elle_aussi(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did not keep the day of the second signature; what it says holds until it changes."""
    pret(monde)
    vise = droit(monde, "reel", CALCULE)
    decision = decide(monde, vise, ACCEPTE)
    entiere = lettres_de_droit.dire

    def d_avant(decision: DecisionDroit | None) -> dict[str, str] | None:
        dite = entiere(decision)
        return dite and {cle: dite[cle] for cle in dite if cle != "confirmee_le"}

    monkeypatch.setattr(lettres_de_droit, "dire", d_avant)
    ancienne = demander_lettre(vise.pk, acteur=acteur(monde.conseiller))
    monkeypatch.undo()
    assert lettres_de_droit.est_a_jour(ancienne)
    assert f"confirmée par {decision.confirmee_par}." in lu(page_du_droit(ancienne))
    retirer_decision(decision.pk, motif=RAISON, acteur=acteur(monde.conseiller))
    assert not lettres_de_droit.est_a_jour(LettreDroit.objects.get(pk=ancienne.pk))
