import type { FastRefundSettings, FastRefundSettingsChanged } from '@amends/contracts';
import type { Aggregate, Decider, Instant, Message } from '@amends/kernel';

/** Null until they were said once. */
export type SettingsState = FastRefundSettings | null;
export type ChangeSettings = Message<'ChangeSettings', Readonly<{ settings: FastRefundSettings; at: Instant }>>;

const decide = ({ data: { settings, at } }: ChangeSettings): readonly FastRefundSettingsChanged[] => [
  { type: 'fast_refund.settings_changed', data: { ...settings, settings: 'fast_refund', occurredAt: at } },
];

const evolve = (_: SettingsState, { data }: FastRefundSettingsChanged): SettingsState => settingsIn(data);

/** The settings that were told. */
export const settingsIn = ({
  settings: _settings,
  occurredAt: _at,
  ...settings
}: FastRefundSettingsChanged['data']): FastRefundSettings => settings;

/** One stream for the whole platform. */
export const settingsAggregate: Aggregate<SettingsState, FastRefundSettingsChanged> = {
  category: 'fast_refund_settings',
  revision: 2,
  initialState: null,
  evolve,
};

export const settingsDecider: Decider<SettingsState, ChangeSettings, FastRefundSettingsChanged, never> &
  Readonly<{ aggregate: Aggregate<SettingsState, FastRefundSettingsChanged> }> = {
  aggregate: settingsAggregate,
  initialState: null,
  decide,
  evolve,
};
