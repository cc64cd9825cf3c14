import { settings, wholeNumber } from '@amends/platform/config';

/** What this service reads besides the settings that all services share. */
export const integrationsSettings = {
  FEED_DAYS: wholeNumber({
    comment: 'How long the feed keeps an event, in days.',
    fallback: '90',
    min: 90,
    max: 3650,
  }),
  FEED_STREAMS: wholeNumber({
    comment: 'Event streams that one process keeps open at most.',
    fallback: '2000',
    min: 1,
    max: 100_000,
  }),
} as const;

export type IntegrationsConfig = Readonly<{ feedDays: number; feedStreams: number }>;

/** Reads them once, at the start. */
export const integrationsConfig = (): IntegrationsConfig => {
  const { FEED_DAYS: feedDays, FEED_STREAMS: feedStreams } = settings(integrationsSettings);
  return { feedDays, feedStreams };
};
