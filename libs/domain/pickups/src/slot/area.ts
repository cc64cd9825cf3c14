/** Where couriers go: ISO 3166-2 codes of mainland provinces (rulings.md 6.5). */
const SERVED = 'CN-';

/** Whether a courier comes to this region, e.g. "CN-SH". */
export const areaServed = (region: string): boolean => region.startsWith(SERVED);
