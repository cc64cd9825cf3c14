import { randomUUID } from 'node:crypto';
import { accepted } from './http';

const ROLES = ['storefront', 'buyer', 'merchant', 'agent', 'supervisor', 'operator', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

/** A token of each role: a buyer, the merchant and its storefront, and people of the platform. */
export type People = Readonly<{ buyerId: string; merchantId: string; tokens: Readonly<Record<Role, string>> }>;

/** People that nobody else knows. */
export const newPeople = async (): Promise<People> => {
  const run = randomUUID().slice(0, 8);
  const [buyerId, merchantId] = [`buyer-${run}`, `merchant-${run}`];
  const tokens = await Promise.all(
    ROLES.map(async (role) => [role, await tokenOf({ role, buyerId, merchantId, sub: `${role}-${run}` })] as const),
  );
  return { buyerId, merchantId, tokens: Object.fromEntries(tokens) as People['tokens'] };
};

/** A token of somebody who may use a route, and all roles that may not. */
export const allowed = ({ tokens }: People, roles: readonly string[]): string => {
  const role = ROLES.find((each) => roles.includes(each));
  if (role === undefined) throw new Error(`nobody of ${roles.join(', ')} is known`);
  return tokens[role];
};

/** The roles that are not named. */
export const othersThan = (roles: readonly string[]): readonly Role[] => ROLES.filter((role) => !roles.includes(role));

const tokenOf = async (claims: object): Promise<string> =>
  String((await accepted({ method: 'POST', path: '/dev/tokens', json: claims })).token);
