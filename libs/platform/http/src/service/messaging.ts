import { Messaging, type Freshness, type MessagingParts, type Subscription } from '@amends/platform/messaging';
import type { HealthCheck } from '@amends/platform/observability';

export type ServiceMessaging = Readonly<{
  freshness: Freshness;
  checks: Readonly<Record<string, HealthCheck>>;
  /** Begins, once what the service listens to is known. */
  start: (subscriptions: readonly Subscription[]) => Promise<void>;
  stop: () => Promise<void>;
}>;

/** Relay, consumers and freshness of one service. Controllers need freshness before the subscriptions are put together. */
export const serviceMessaging = (parts: Omit<MessagingParts, 'subscriptions'>): ServiceMessaging => {
  const subscriptions: Subscription[] = [];
  const messaging = new Messaging({ ...parts, subscriptions });
  return {
    freshness: messaging.freshness,
    checks: { kafka: () => messaging.reachKafka(), redis: () => messaging.reachRedis() },
    start: async (wanted) => {
      subscriptions.push(...wanted);
      await messaging.start();
    },
    stop: () => messaging.stop(),
  };
};
