"""The schedule of one file: what was paid, what is due, what each step waits for. Pure.

Amounts come from the one engine (``subventions.regles.acomptes``); here what was ordered, paid,
sent back and given back is laid beside them. Once the right réel is known, whatever was not paid
as an acompte is taken up by the solde: right réel = payments − repayments + what is left, to the
cent, at any moment.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from subventions.paiements.regles.etats import EtatEcheance, EtatVersement, Nature
from subventions.paiements.regles.situation import (
    Echeance,
    EcheancierDossier,
    Situation,
    VersementConnu,
    somme,
)
from subventions.regles.acomptes.demande import Demande
from subventions.regles.acomptes.echeancier import Echeancier, etablir
from subventions.regles.acomptes.profils import DROITS, PREVISIONNEL, Profil
from subventions.regles.etapes import Carnet, Etape
from subventions.regles.nombres import EXACT, ZERO

REEL = "reel"
VERSE_NET = "Versements nets"


def dresser(situation: Situation) -> EcheancierDossier:
    """Lay out the schedule of a file."""
    comptes = [v for v in situation.versements if v.compte]
    commun = EcheancierDossier(
        verse=somme(v.montant for v in comptes),
        paye=somme(v.montant for v in comptes if v.etat == EtatVersement.PAYE),
        rembourse=situation.rembourse,
    )
    if situation.profil is None:
        return replace(commun, sans_profil=True)
    calcul = _calculer(situation, situation.ecart_accepte)
    acomptes = _acomptes(situation, calcul)
    soldes = [v for v in comptes if v.nature == Nature.SOLDE]
    faits = tuple(
        Echeance(Nature.SOLDE, v.rang, _titre(v.rang), EtatEcheance(v.etat), v.montant)
        for v in sorted(soldes, key=lambda v: v.rang)
    )
    reste = _reste(calcul, somme(v.montant for v in soldes), situation.rembourse)
    suite = _suite(situation, reste, 1 + max((v.rang for v in soldes), default=0))
    return replace(
        commun,
        echeances=(*acomptes, *faits, *suite),
        etapes=_etapes(situation, calcul, acomptes, faits),
        reste=reste,
    )


def _etapes(
    situation: Situation,
    calcul: Echeancier,
    acomptes: Sequence[Echeance],
    soldes: Sequence[Echeance],
) -> tuple[Etape, ...]:
    """The steps of the engine; then, once a solde was paid or an indu given back, those that lead
    from the right réel to what is left of it, or is claimed.

    The engine’s « Indu » tells of the acomptes alone: it is left out when the payments that follow
    tell another.
    """
    reel = situation.droits.get(REEL)
    if reel is None or not (soldes or situation.rembourse):
        return calcul.etapes
    carnet = Carnet()
    comptes = [*(e for e in acomptes if e.montant), *soldes]
    verse = carnet.somme("Versements", [(_mot(e), e.montant or ZERO) for e in comptes])
    nette, noms = verse, "versements"
    if situation.rembourse:
        rendu = ("rendu ou compensé", situation.rembourse)
        nette, noms = carnet.reste(VERSE_NET, (noms, verse), rendu), "versements nets"
    if nette > reel:
        carnet.reste("Indu", (noms, nette), (DROITS[REEL], reel))
    else:
        carnet.reste("Reste à verser", (DROITS[REEL], reel), (noms, nette))
    return (*(e for e in calcul.etapes if e.libelle != "Indu"), *carnet.etapes)


def _mot(echeance: Echeance) -> str:
    """« premier acompte », « solde versé », « solde en cours de paiement » as long as it is not
    paid: the step « Solde » is what was to be paid."""
    nom = echeance.libelle.lower()
    if echeance.nature != Nature.SOLDE:
        return nom
    suite = "versé" if echeance.etat == EtatEcheance.PAYE else "en cours de paiement"
    return f"{nom} {suite}"


def _calculer(situation: Situation, accepte: bool) -> Echeancier:
    assert situation.profil is not None  # noqa: S101 - dresser looked at it
    demande = Demande(
        situation.profil,
        situation.droits,
        accepte,
        verses=verses_en_place(situation, situation.profil),
    )
    return etablir(demande)


def _par_rang(situation: Situation) -> dict[int, VersementConnu]:
    """The acompte of each rank that counts, else the last that was sent back or withdrawn."""
    siens: dict[int, VersementConnu] = {}
    for versement in situation.versements:
        if versement.nature == Nature.ACOMPTE and (
            versement.compte or versement.rang not in siens or not siens[versement.rang].compte
        ):
            siens[versement.rang] = versement
    return siens


def verses_en_place(situation: Situation, profil: Profil) -> tuple[Decimal, ...]:
    """What stands in place of the computed acomptes.

    A step that came back while a later one was paid stays due for its amount; once the réel is
    known, what was not paid is nothing, since the solde takes it up.
    """
    siens = _par_rang(situation)
    if REEL in situation.droits:
        rangs = range(1, len(profil.tranches) + 1)
        return tuple(siens[r].montant if r in siens and siens[r].compte else ZERO for r in rangs)
    dernier = max((rang for rang, v in siens.items() if v.compte), default=0)
    return tuple(siens[r].montant if r in siens else ZERO for r in range(1, dernier + 1))


def _acomptes(situation: Situation, calcul: Echeancier) -> list[Echeance]:
    siens = _par_rang(situation)
    libre = calcul if situation.ecart_accepte else _calculer(situation, True)
    lignes: list[Echeance] = []
    for rang, (acompte, sans_plafond) in enumerate(
        zip(calcul.acomptes, libre.acomptes, strict=True), 1
    ):
        ligne = Echeance(Nature.ACOMPTE, rang, acompte.libelle, EtatEcheance.ATTEND)
        sien = siens.get(rang)
        if sien and sien.compte:
            ligne = replace(ligne, etat=EtatEcheance(sien.etat), montant=sien.montant)
        elif REEL in situation.droits:
            ligne = replace(ligne, etat=EtatEcheance.REPRIS)
        elif acompte.attend:
            ligne = replace(ligne, attend=acompte.attend)
        elif acompte.montant:
            plafonnee = sans_plafond.montant is None or sans_plafond.montant != acompte.montant
            ligne = replace(
                ligne, etat=_du(situation), montant=acompte.montant, plafonnee=plafonnee
            )
        else:
            ligne = replace(ligne, etat=EtatEcheance.NUL, montant=ZERO)
        lignes.append(ligne)
    return lignes


def _suite(situation: Situation, reste: Decimal | None, rang: int) -> tuple[Echeance, ...]:
    """The solde to come: awaited, due, or nothing more."""
    ligne = Echeance(Nature.SOLDE, rang, _titre(rang), EtatEcheance.ATTEND)
    if reste is None:
        return (replace(ligne, attend=(REEL,)),)
    if reste > 0:
        return (replace(ligne, etat=_du(situation), montant=reste),)
    return ()


def _du(situation: Situation) -> EtatEcheance:
    return EtatEcheance.SUSPENDU if situation.suspendu else EtatEcheance.DU


def _titre(rang: int) -> str:
    """After a rectificative, what is left is paid as a complement of the solde."""
    return "Solde" if rang == 1 else f"Complément de solde {rang - 1}"


def _reste(calcul: Echeancier, soldes: Decimal, rembourse: Decimal) -> Decimal | None:
    if calcul.solde is None or calcul.indu is None:
        return None
    du = EXACT.subtract(calcul.solde, calcul.indu)
    return EXACT.add(EXACT.subtract(du, soldes), rembourse)


def ecart_a_accepter(situation: Situation) -> bool:
    """Tell whether accepting the gap would raise a step that is due."""
    return PREVISIONNEL in situation.droits and any(
        e.plafonnee for e in dresser(situation).echeances
    )
