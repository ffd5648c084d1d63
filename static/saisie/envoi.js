// One request. Returns the line of reponses.js that its answer falls in, with
// « contenu » (what the portal said) and « patience » (milliseconds it asks to wait).
import { echec, lire } from "./reponses.js";

export const envoyer = async (formulaire, { revision, contenu }) => {
  const DELAI = 20_000;
  const corps = new URLSearchParams({ revision, personne: formulaire.elements.personne.value });
  contenu.forEach(({ chemin, valeur, genre }) => {
    if (genre === "confirmer") return corps.append("confirmer", chemin);
    if (genre === "autre") corps.append(`choix-${chemin}`, "autre");
    if (Array.isArray(valeur)) corps.append(`present-${chemin}`, "1");
    return [valeur].flat().forEach((v) => corps.append(chemin, v));
  });
  // The present token: the person may have logged in again in another tab.
  const jeton =
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? formulaire.elements.csrfmiddlewaretoken.value;
  const texte = corps.toString();
  try {
    const reponse = await fetch(formulaire.dataset.saisie, {
      method: "POST",
      body: texte,
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": jeton },
      redirect: "manual",
      // The save outlives the page that one leaves; browsers allow it up to 64 KB.
      keepalive: texte.length < 50_000,
      signal: AbortSignal.timeout(DELAI),
    });
    return await lire(reponse);
  } catch (erreur) {
    return echec(erreur);
  }
};
