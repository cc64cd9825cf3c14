/** Who collects parcels, the first choice first; each is reached through the same port. */
const CARRIERS = ['sf', 'jd', 'yto'] as const;

/** Who is asked when nobody was named. */
export const FIRST_CARRIER: string = CARRIERS[0];

/** Who is asked when this one did not come (states.md L5). */
export const nextCarrier = (carrier: string): string => {
  const place = CARRIERS.findIndex((each) => each === carrier);
  return CARRIERS[(place + 1) % CARRIERS.length] ?? FIRST_CARRIER;
};
