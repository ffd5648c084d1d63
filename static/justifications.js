// Keeps in its author's browser what is written beside the anomalies until the portal has it: an
// ended session, a closed tab or a cut lose nothing (docs/decisions/0016). The button alone saves.
import { avertir } from "./attente.js";
import * as attente from "./saisie/attente.js";

const suivre = (formulaire) => {
  const { feuille, titre } = formulaire.dataset;
  const champs = [...formulaire.querySelectorAll("[data-justification] select, [data-justification] textarea")];
  const partie = (champ) => champ.closest("[data-justification]");

  // As the server reads it: ends of lines and surrounding space are not a change.
  const lu = (texte) => texte.replace(/\r\n?/g, "\n").trim();
  const recu = (champ) =>
    champ.options ? ([...champ.options].find((o) => o.defaultSelected) ?? champ.options[0]).value : champ.defaultValue;
  const estEnregistre = (champ, valeur) => !("refusee" in partie(champ).dataset) && lu(valeur) === lu(recu(champ));

  const garder = (champ, refusee = false) => {
    if (estEnregistre(champ, champ.value)) return attente.oter(feuille, champ.name);
    const donnee = {
      valeur: champ.value,
      lue: champ.selectedOptions?.[0].textContent,
      adresse: location.pathname.replace(/justifier\/$/, ""),
      titre,
      refusee,
      libelle: partie(champ).querySelector("legend").textContent.trim(),
    };
    return attente.poser(feuille, champ.name, donnee, "reserve" in partie(champ).dataset);
  };

  const remettre = (champ, valeur) => {
    champ.value = valeur;
    partie(champ).closest("details").open = true;
  };

  formulaire.addEventListener("input", ({ target }) => champs.includes(target) && garder(target));

  let remis = 0;
  attente.lire(feuille).forEach(({ chemin, valeur, refusee }) => {
    const champ = champs.find(({ name }) => name === chemin);
    if (!champ) return; // its anomaly is gone: the notice of every page shows the text
    if (estEnregistre(champ, valeur)) return attente.oter(feuille, chemin);
    const refuseIci = "refusee" in partie(champ).dataset;
    // Refused then, and something valid stands there now: what was refused is dropped.
    if (refusee && !refuseIci && lu(recu(champ))) return attente.oter(feuille, chemin);
    if (lu(champ.value) === lu(valeur)) return refuseIci ? garder(champ, true) : undefined;
    remettre(champ, valeur);
    remis += 1;
  });
  avertir();
  if (remis) {
    formulaire.querySelector("[data-etat-justifications]").textContent =
      "Ce que vous aviez écrit sans l’enregistrer est remis à sa place : relisez, puis enregistrez.";
  }
};

document.querySelectorAll("form[data-justifications]").forEach(suivre);
