/** With so many counted applications of a line the next is refused (rulings.md 1.8). */
export const MAX_APPLICATIONS = 5;

/** So many pieces of evidence are cited at most with one request (requirement M90). */
export const MAX_EVIDENCE = 20;

/** A fourth offer is one too many, whoever makes it (rulings.md 3.3). */
export const MAX_OFFERS = 3;
