"""docs/etats-subventions.md names every state that is written, with the words people read."""

from pathlib import Path

import pytest
from django.conf import settings

from subventions.droits.regles import decisions, situation
from subventions.models import EtatDiagnostic
from subventions.paiements.models import EtatLot, ModeIndu
from subventions.paiements.models.comptes import EtatCompte
from subventions.paiements.presentation.echeancier import _ETATS as ECHEANCES
from subventions.paiements.presentation.lots import ETATS_VERSEMENT

TEXTE = (Path(settings.BASE_DIR) / "docs" / "etats-subventions.md").read_text(encoding="utf-8")
DITS: dict[str, dict[str, str]] = {
    "droits": {str(code): mots for code, mots in situation.LIBELLES.items()},
    "décisions": {str(code): mots for code, mots in decisions.LIBELLES.items()},
    "comptes": dict(EtatCompte.choices),
    "lots": dict(EtatLot.choices),
    "versements": {str(code): mots for code, (mots, _) in ETATS_VERSEMENT.items()},
    "échéances": {str(code): mots for code, (mots, _) in ECHEANCES.items()},
    "indus": dict(ModeIndu.choices),
    "diagnostics": dict(EtatDiagnostic.choices),
}


@pytest.mark.parametrize("quoi", DITS)
def test_chaque_etat_y_est_avec_ses_mots(quoi: str) -> None:
    for code, mots in DITS[quoi].items():
        assert f"`{code}` | {mots} |" in TEXTE or f"`{code}` « {mots} »" in TEXTE, (quoi, code)


def test_les_suites_d_un_diagnostic_sont_celles_du_code() -> None:
    from subventions.diagnostics.models import SUITES

    for depart, arrivees in SUITES.items():
        ecrites = ", ".join(f"`{a}`" for a in EtatDiagnostic if a in arrivees)
        assert f"| `{depart}` | {depart.label} | {ecrites} |" in TEXTE
