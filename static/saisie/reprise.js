// When what waits is sent again. Delays grow and are drawn at random, so that a server that comes back
// does not meet everybody at once; none ends before the moment that the server named (Retry-After).

// Milliseconds before the try that follows « essais » failures: half of it sure, half drawn.
export const delaiApres = (essais, patience = 0) => {
  const borne = Math.min(60_000, 5_000 * 2 ** essais);
  return patience + borne / 2 + (Math.random() * borne) / 2;
};

export const reprendre = (envoyer) => {
  let essais = 0;
  let minuterie = 0;
  let pasAvant = 0;

  const dans = (delai) => {
    clearTimeout(minuterie);
    minuterie = setTimeout(envoyer, delai);
  };

  return {
    plusTard: (patience) => {
      pasAvant = Date.now() + patience;
      dans(delaiApres(essais++, patience));
    },
    // Something says that it may work now: the connection, the session or the person is back.
    maintenant: () => {
      essais = 0;
      const reste = pasAvant - Date.now();
      if (reste > 0) dans(delaiApres(0, reste));
      else envoyer();
    },
    suspendre: () => clearTimeout(minuterie),
    oublier: () => (essais = pasAvant = 0),
    ecouter: (revenir) => {
      window.addEventListener("online", revenir);
      window.addEventListener("focus", revenir);
      document.addEventListener("visibilitychange", () => document.hidden || revenir());
      // Another tab has just exchanged with the portal: the person may have logged in again there.
      window.addEventListener("storage", ({ key }) => key === "portail-dernier-echange" && revenir());
    },
  };
};
