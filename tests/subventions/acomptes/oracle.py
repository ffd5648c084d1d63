"""The schedule as DOMAINE §4 tells it, written again with fractions and without the profiles."""

from fractions import Fraction

from tests.subventions.outils import au_cent


def cent(nombre):
    return Fraction(au_cent(nombre))


def _tranches(profil, droits, justifie):
    """For each acompte: the rights it needs, then its amount once ``avant`` has been paid."""
    trente_cinq, soixante_dix = Fraction(35, 100), Fraction(70, 100)

    def simple(part, droit):
        return ([droit], lambda avant: cent(part * droits[droit]))

    def premier_n2(avant):
        return min(
            cent(trente_cinq * droits["reel_n2"]), cent(soixante_dix * droits["previsionnel"])
        )

    def second_n2(avant):
        limites = [cent(soixante_dix * droits["previsionnel"])]
        n1 = droits.get("reel_n1")
        if not justifie and n1 and abs(droits["previsionnel"] - n1) / n1 > Fraction(1, 10):
            limites.append(cent(soixante_dix * n1))
        libre = min(limite - avant for limite in limites)
        return max(Fraction(0), min(cent(trente_cinq * droits["previsionnel"]), libre))

    return {
        "deux_fois_35": [simple(trente_cinq, "previsionnel")] * 2,
        "une_fois_70": [simple(soixante_dix, "previsionnel")],
        "nouvel_equipement": [
            simple(trente_cinq, "previsionnel"),
            simple(trente_cinq, "actualise"),
        ],
        "reel_n2": [
            (["reel_n2", "previsionnel"], premier_n2),
            (["previsionnel", *([] if justifie else ["reel_n1"])], second_n2),
        ],
    }[profil]


def etablir(demande):
    """Return the four answers of the public format."""
    if demande["suspendu"]:
        return {"statut": "suspendu", "acomptes": [], "solde": None, "indu": None}
    droits = {code: Fraction(d) for code, d in demande["droits"].items() if d is not None}
    acomptes, manque = [], False
    for rang, (besoins, montant) in enumerate(
        _tranches(demande["profil"], droits, demande["ecart_justifie"])
    ):
        if rang < len(demande["verses"]):
            acomptes.append(Fraction(demande["verses"][rang]))
            continue
        manque = manque or any(besoin not in droits for besoin in besoins)
        acomptes.append(None if manque else montant(sum(acomptes)))
    ecrits = [None if a is None else au_cent(a) for a in acomptes]
    if "reel" not in droits:
        return {"statut": "en_attente", "acomptes": ecrits, "solde": None, "indu": None}
    ecart = droits["reel"] - sum(a for a in acomptes if a is not None)
    return {
        "statut": "calcule",
        "acomptes": ecrits,
        "solde": au_cent(max(ecart, Fraction(0))),
        "indu": au_cent(max(-ecart, Fraction(0))),
    }
