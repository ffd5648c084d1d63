// Lays beside the fields what the panel has just said (data-direct): what blocks, how far each row has
// come, how far each figure moved, the totals in one line.
const poserMarque = (champ, messages) => {
  const ancienne = champ.querySelector(":scope > [data-marque]");
  const cibles = champ.tagName === "FIELDSET" ? [champ] : champ.querySelectorAll("input, select, textarea");
  const identifiant = `${champ.dataset.identifiant}-blocage`;
  const decrire = (present) =>
    cibles.forEach((cible) => {
      const ids = new Set((cible.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
      if (present) ids.add(identifiant);
      else ids.delete(identifiant);
      if (ids.size) cible.setAttribute("aria-describedby", [...ids].join(" "));
      else cible.removeAttribute("aria-describedby");
    });
  champ.classList.toggle("champ--bloque", messages.length > 0);
  if (!messages.length) {
    if (ancienne) decrire(false);
    ancienne?.remove();
    return;
  }
  const marque = ancienne ?? document.createElement("div");
  const lignes = messages.map((message) => {
    const ligne = document.createElement("p");
    ligne.className = "champ-erreur";
    ligne.textContent = message;
    return ligne;
  });
  if (marque.textContent === messages.join("")) return;
  marque.replaceChildren(...lignes);
  if (ancienne) return;
  marque.id = identifiant;
  marque.dataset.marque = "";
  champ.append(marque);
  decrire(true);
};

const poserEcarts = (champ, ecarts) =>
  champ.querySelectorAll(".reperes > li").forEach((repere, rang) => {
    const texte = ecarts[rang] ?? "";
    let ecart = repere.querySelector(".variation");
    if (!texte) return ecart?.remove();
    if (ecart?.dataset.texte === texte) return;
    if (!ecart) {
      ecart = document.createElement("span");
      ecart.className = "variation";
      repere.append(" ", ecart);
    }
    const nom = document.createElement("span");
    nom.className = "visually-hidden";
    nom.textContent = "variation ";
    ecart.dataset.texte = texte;
    ecart.replaceChildren(nom, texte);
  });

export const poserDirect = (panneau) => {
  const brut = panneau?.querySelector("[data-direct]")?.dataset.direct;
  if (!brut) return;
  const { marques, rangees, ecarts, resume } = JSON.parse(brut);
  document.querySelectorAll("[data-champ]").forEach((champ) => {
    const { champ: chemin } = champ.dataset;
    poserMarque(champ, marques[chemin] ?? []);
    poserEcarts(champ, ecarts[chemin] ?? []);
  });
  document.querySelectorAll("[data-avancement]").forEach((compteur) => {
    compteur.textContent = rangees[compteur.dataset.avancement] ?? compteur.textContent;
  });
  document.querySelectorAll("[data-resume]").forEach((ligne) => {
    ligne.textContent = resume;
    ligne.hidden = !resume;
  });
};
