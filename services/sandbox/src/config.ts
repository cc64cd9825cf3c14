import { address, settings, text } from '@amends/platform/config';

const books = (comment: string) => address({ comment, schemes: ['postgres', 'postgresql'], secret: true });
const origin = (comment: string) => address({ comment, schemes: ['http', 'https'] });

/** What the sandbox reads besides the settings of every service. */
export const sandboxSettings = {
  PSP_DATABASE_URL: books("The payment provider's books, as the role amends_app."),
  PSP_MIGRATION_DATABASE_URL: books("The payment provider's books, as their owner."),
  CARRIER_DATABASE_URL: books("The carrier's books, as the role amends_app."),
  CARRIER_MIGRATION_DATABASE_URL: books("The carrier's books, as their owner."),
  INSURER_DATABASE_URL: books("The insurer's books, as the role amends_app."),
  INSURER_MIGRATION_DATABASE_URL: books("The insurer's books, as their owner."),
  PSP_WEBHOOK_SECRET: text({ comment: 'Signs notifications of the provider: whsec_ and base64.', secret: true }),
  CARRIER_WEBHOOK_SECRET: text({ comment: 'Signs scans of the carrier.', secret: true }),
  PUBLIC_URL: origin('Where providers call back: the gateway.'),
  ORDERS_URL: origin('A service whose clock follows.'),
  AFTER_SALES_URL: origin('A service whose clock follows.'),
  REFUNDS_URL: origin('A service whose clock follows.'),
  PICKUPS_URL: origin('A service whose clock follows.'),
  INSURANCE_URL: origin('A service whose clock follows.'),
  INTEGRATIONS_URL: origin('A service whose clock follows.'),
  JWT_ISSUER: text({ comment: 'The issuer that tokens name.', development: 'amends-sandbox' }),
  JWT_AUDIENCE: text({ comment: 'The audience that tokens name.', development: 'amends' }),
} as const;

export const readConfig = () => settings(sandboxSettings);
export type SandboxConfig = ReturnType<typeof readConfig>;
