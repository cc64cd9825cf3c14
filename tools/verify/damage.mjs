// One way to break each invariant, done to a copy of what was read: a check that stays green here could not be trusted.
const first = (list, wanted, what) => {
  const found = list.find(wanted);
  if (!found) throw new Error(`there is no ${what} to damage: run a flow first (npm run e2e)`);
  return found;
};

/** Each takes a deep copy of the world and spoils it. */
export const DAMAGE = {
  I1: ({ events }) => {
    const leg = first(
      events.refunds,
      ({ type, data }) => type === 'refund_leg.succeeded' && data.paymentId,
      'succeeded refund leg',
    );
    events.refunds.push({ ...leg, id: 'another', data: { ...leg.data, legId: 'another', amount: 2 ** 50 } });
  },
  I2: ({ psp }) =>
    first(psp.refunds, ({ effect, status }) => effect && status === 'succeeded', 'refund at the provider') &&
    psp.refunds.splice(
      psp.refunds.findIndex(({ effect }) => effect),
      1,
    ),
  I3: ({ events }) => {
    const advance = first(events.refunds, ({ type }) => type === 'fast_refund.advanced', 'fast refund');
    events.refunds.push({
      ...advance,
      type: 'fast_refund.settled',
      data: { ...advance.data, amount: advance.data.amount + 1 },
    });
  },
  I4: ({ events }) =>
    events['after-sales'].splice(
      events['after-sales'].findIndex(({ version }) => version === 2),
      1,
    ),
  I5: ({ messages }) => messages.splice(0, 1),
  I6: ({ deadlines, now }) =>
    Object.assign(
      first(deadlines, () => true, 'deadline'),
      { status: 0, due_at: new Date(now - 3_600_000).toISOString() },
    ),
  I7: ({ listings }) =>
    Object.assign(
      first(listings, ({ kind }) => kind === 'after_sale', 'listed ticket'),
      { status: 'lost' },
    ),
  I9: ({ events, commands }) => {
    const ids = new Set(commands.map(({ id }) => id));
    const effect = first(events['after-sales'], ({ meta }) => ids.has(meta?.causationId), 'command with a key');
    events['after-sales'].push({ ...effect, id: 'again', at: new Date(effect.at.getTime() + 1000) });
  },
  I10: ({ events, deadlines }) => {
    const leg = first(events.refunds, ({ type }) => type === 'refund_leg.submitted', 'submitted refund leg');
    events.refunds.push({
      ...leg,
      id: 'silent',
      type: 'refund_leg.unknown',
      data: { ...leg.data, legStatus: 'unknown' },
    });
    deadlines.splice(0, deadlines.length);
  },
  I11: ({ events }) =>
    Object.assign(
      first(events.refunds, ({ type }) => type === 'refund.created', 'refund'),
      { meta: {} },
    ),
  I12: ({ insurer }) =>
    Object.assign(
      first(insurer.payouts, () => true, 'payout of the insurer'),
      { amount: '1936' },
    ),
};
