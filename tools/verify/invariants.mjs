// The invariants, each recomputed from raw stores. An invariant answers what violates it, in words; nothing is a green light.

/** The last event of each key wins. */
const lastBy = (events, key) => {
  const last = new Map();
  for (const event of events) last.set(key(event), event);
  return last;
};
const sumBy = (items, key, amount) => {
  const sums = new Map();
  for (const item of items) sums.set(key(item), (sums.get(key(item)) ?? 0) + amount(item));
  return sums;
};
const groupBy = (items, key) => {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};
const starts = (prefix) => (event) => event.type.startsWith(prefix);

const FAILED_LEGS = ['failed_final', 'abnormal'];
const LIVE_REFUNDS = ['reserved', 'processing', 'succeeded', 'partially_succeeded'];
const COMPONENTS = ['cash', 'points', 'merchantDiscount', 'platformDiscount'];

const legsOf = ({ events }) =>
  [...lastBy(events.refunds.filter(starts('refund_leg.')), ({ data }) => data.legId).values()].map(({ data }) => data);
const refundsOf = ({ events }) =>
  [
    ...lastBy(
      events.refunds.filter(starts('refund.')).filter(({ data }) => data.status),
      ({ data }) => data.refundId,
    ).values(),
  ].map(({ data, type }) => ({ ...data, last: type }));
const ordersOf = ({ events }) => events.orders.filter(({ type }) => type === 'order.paid').map(({ data }) => data);

/** I1: what went out and what may have gone out is never above what was captured, nor above what a line paid. */
export function I1(world) {
  const found = [];
  const live = legsOf(world).filter(({ legStatus }) => !FAILED_LEGS.includes(legStatus));
  const out = sumBy(
    live.filter(({ paymentId }) => paymentId),
    ({ paymentId }) => paymentId,
    ({ amount }) => amount,
  );
  const charges = world.events['after-sales'].filter(({ type }) => type === 'charge.captured').map(({ data }) => data);
  const captured = new Map(
    [...ordersOf(world).flatMap(({ payments }) => payments), ...charges].map(({ paymentId, amount }) => [
      paymentId,
      amount,
    ]),
  );
  for (const [paymentId, amount] of out)
    if (amount > (captured.get(paymentId) ?? 0))
      found.push(`payment ${paymentId}: ${amount} refunded or under way of ${captured.get(paymentId) ?? 0} captured`);
  const paid = new Map(
    ordersOf(world).flatMap(({ orderId, lines }) => lines.map((line) => [`${orderId}/${line.lineNumber}`, line])),
  );
  const parts = refundsOf(world)
    .filter(({ status }) => LIVE_REFUNDS.includes(status))
    .flatMap(({ orderId, lines }) => lines.map((line) => ({ key: `${orderId}/${line.lineNumber}`, line })));
  for (const component of [...COMPONENTS, 'units'])
    for (const [key, amount] of sumBy(
      parts,
      (part) => part.key,
      ({ line }) => line[component] ?? 0,
    )) {
      const line = paid.get(key);
      const limit = component === 'units' ? (line?.quantity ?? 0) : (line?.paid[component] ?? 0);
      if (amount > limit) found.push(`line ${key}: ${component} ${amount} held or refunded of ${limit} paid`);
    }
  return found;
}

/** I2: a leg that succeeded stands once in the provider's books, or was paid by hand and does not; nothing stands there without a leg. */
export function I2(world) {
  const found = [];
  const effects = groupBy(
    world.psp.refunds.filter(({ effect }) => effect),
    ({ refund_number }) => refund_number,
  );
  const legs = new Map(
    legsOf(world)
      .filter(({ refundNumber }) => refundNumber)
      .map((leg) => [leg.refundNumber, leg]),
  );
  for (const [number, leg] of legs) {
    const [booked, ...more] = effects.get(number) ?? [];
    if (more.length) found.push(`refund number ${number} stands ${more.length + 1} times in the provider's books`);
    if (leg.byHand && booked?.status === 'succeeded')
      found.push(`leg ${leg.legId} was paid by hand, and by the provider`);
    if (leg.legStatus === 'succeeded' && !leg.byHand && (!booked || booked.status !== 'succeeded'))
      found.push(`leg ${leg.legId} succeeded, the provider's books say ${booked?.status ?? 'nothing'}`);
    if (booked && Number(booked.amount) !== leg.amount)
      found.push(`leg ${leg.legId} is ${leg.amount}, the provider booked ${booked.amount}`);
    if (booked?.status === 'succeeded' && FAILED_LEGS.includes(leg.legStatus))
      found.push(`leg ${leg.legId} is ${leg.legStatus}, the provider paid`);
  }
  for (const number of effects.keys())
    if (!legs.has(number)) found.push(`the provider paid ${number}, which is no leg of ours`);
  const asked = new Set(
    world.events['after-sales'].filter(({ type }) => type === 'refund.request').map(({ data }) => data.refundId),
  );
  const known = new Set(world.events.refunds.filter(starts('refund.')).map(({ data }) => data.refundId));
  const settled = new Set(
    world.events.refunds.filter(({ type }) => type === 'fast_refund.settled').map(({ data }) => data.afterSaleId),
  );
  for (const { data } of world.events['after-sales'].filter(({ type }) => type === 'refund.request'))
    if (asked.has(data.refundId) && !known.has(data.refundId) && !settled.has(data.afterSaleId))
      found.push(`ticket ${data.afterSaleId}: refund ${data.refundId} was asked for and never made`);
  return found;
}

/** I3: advances split into what became of them; no ledger account is below zero; the books of every order balance. */
export function I3({ events, books }) {
  const found = unbalanced(books);
  const moved = (type) =>
    sumBy(
      events.refunds.filter((event) => event.type === type),
      ({ data }) => data.afterSaleId,
      ({ data }) => data.amount,
    );
  const byRefund = (type) =>
    sumBy(
      events.refunds.filter((event) => event.type === type),
      ({ data }) => data.refundId,
      ({ data }) => data.amount,
    );
  const [advanced, settled] = [moved('fast_refund.advanced'), moved('fast_refund.settled')];
  for (const [ticket, amount] of settled)
    if (amount > (advanced.get(ticket) ?? 0))
      found.push(`ticket ${ticket}: ${amount} settled of ${advanced.get(ticket) ?? 0} advanced`);
  const owed = byRefund('recovery.started');
  const [got, givenUp] = [byRefund('recovery.payment_received'), byRefund('recovery.written_off')];
  for (const refund of new Set([...got.keys(), ...givenUp.keys()])) {
    const gone = (got.get(refund) ?? 0) + (givenUp.get(refund) ?? 0);
    if (gone > (owed.get(refund) ?? 0))
      found.push(`recovery ${refund}: ${gone} recovered or written off of ${owed.get(refund) ?? 0} owed`);
  }
  for (const { data } of events.refunds
    .filter(starts('refund.'))
    .filter(({ data: { orderShippingFee } }) => orderShippingFee)) {
    const { paid, held, refunded } = data.orderShippingFee;
    if (held < 0 || refunded < 0 || held + refunded > paid)
      found.push(`order ${data.orderId}: freight ${held} held and ${refunded} refunded of ${paid}`);
  }
  return found;
}

/** What is not as books have to be: each order's lines sum to zero, and nothing is out of the fund that was not put in. */
function unbalanced(books) {
  const sums = sumBy(
    books,
    ({ orderId, unit }) => `order ${orderId}: its ${unit}`,
    ({ balance }) => balance,
  );
  const overdrawn = books.filter(({ account, balance }) => account === 'assets:advances' && balance < 0);
  const owed = sumBy(
    books.filter(({ account }) => account === 'assets:receivables:buyers'),
    ({ unit }) => unit,
    ({ balance }) => balance,
  );
  return [
    ...[...sums].filter(([, sum]) => sum !== 0).map(([what, sum]) => `${what} is out of balance by ${sum}`),
    ...overdrawn.map(({ orderId, balance }) => `order ${orderId}: ${balance} advanced`),
    ...[...owed].filter(([, sum]) => sum < 0).map(([unit, sum]) => `buyers owe ${sum} of ${unit}`),
  ];
}

/** I4: the versions of a stream are 1, 2, 3 … in the order of the store. */
export function I4({ events }) {
  const found = [];
  for (const [service, list] of Object.entries(events)) {
    const versions = new Map();
    for (const { streamId, version } of list) {
      if (version !== (versions.get(streamId) ?? 0) + 1)
        found.push(`${service} stream ${streamId}: version ${version} follows ${versions.get(streamId) ?? 0}`);
      versions.set(streamId, version);
    }
  }
  return found;
}

/** I5: what the stores have to publish is on Kafka and nothing else is; the first occurrences of a stream are in version order. */
export function I5({ events, messages, topicOf }) {
  const found = [];
  const stored = new Map();
  for (const list of Object.values(events))
    for (const event of list) if (topicOf(event.type)) stored.set(event.id, event);
  const seen = new Set();
  const last = new Map();
  for (const { topic, envelope } of [...messages].sort((a, b) => a.partition - b.partition || a.offset - b.offset)) {
    if (seen.has(envelope.id)) continue;
    seen.add(envelope.id);
    const event = stored.get(envelope.id);
    if (!event) {
      found.push(`${topic} has ${envelope.type} ${envelope.id}, which no store has`);
      continue;
    }
    const key = `${event.service} ${topic} ${event.streamId}`;
    if (event.version <= (last.get(key) ?? 0))
      found.push(`${topic}: version ${event.version} of stream ${event.streamId} comes after ${last.get(key)}`);
    last.set(key, event.version);
  }
  for (const [id, event] of stored)
    if (!seen.has(id)) found.push(`${event.service} has ${event.type} ${id}, which is not on Kafka`);
  return found;
}

const SYSTEM_REVIEW_MS = { unshipped: 24 * 3_600_000, shipped: 48 * 3_600_000, received: 48 * 3_600_000 };
const SLACK_MS = 60_000;

/** I6: nothing is overdue, nothing came early. */
export function I6({ deadlines, now, events }) {
  const found = [];
  for (const { service, stream_id, name, due_at } of deadlines.filter(({ status }) => status === 0))
    if (Date.parse(due_at) < now - SLACK_MS)
      found.push(`${service}: deadline ${name} of stream ${stream_id} was due at ${new Date(due_at).toISOString()}`);
  const asked = new Map();
  const reviewed = new Set(
    deadlines.filter(({ kind }) => kind === 'merchant_review').map(({ name }) => name.split('/')[0]),
  );
  for (const { type, data } of events['after-sales']) {
    if (
      ['after_sale.submitted', 'after_sale.modified', 'after_sale.type_changed', 'after_sale.reopened'].includes(type)
    )
      asked.set(data.afterSaleId, data);
    if (type !== 'after_sale.approved' || data.by !== 'system' || !reviewed.has(data.afterSaleId)) continue;
    const since = asked.get(data.afterSaleId);
    const waited = Date.parse(data.occurredAt) - Date.parse(since?.occurredAt ?? data.occurredAt);
    if (waited < SYSTEM_REVIEW_MS[since?.phase ?? 'unshipped'])
      found.push(`ticket ${data.afterSaleId}: silence was taken for a yes after ${waited} ms`);
  }
  for (const [key, list] of groupBy(
    events['after-sales'].filter(({ type }) => type === 'after_sale.closed' || type === 'after_sale.completed'),
    ({ data, type }) => `${data.afterSaleId} ${type}`,
  ))
    if (
      list.length > 1 &&
      !events['after-sales'].some(
        ({ type, data }) =>
          ['after_sale.reopened', 'after_sale.refund_failed'].includes(type) && key.startsWith(data.afterSaleId),
      )
    )
      found.push(`${key} ${list.length} times`);
  return found;
}

/** Events of the ticket's own that move it without a word to others. */
const TICKET_STEPS = ['case.refund_retried', 'case.goods_sent', 'case.goods_lost'];

/** I7: what lists, snapshots and the integrators' feed show is what the events tell. */
export function I7({ events, streams, listings, feed, isPublic }) {
  const found = [];
  for (const [service, list] of Object.entries(events)) {
    const versions = lastBy(list, ({ streamId }) => streamId);
    for (const { stream_id, version } of streams[service])
      if (version !== (versions.get(stream_id)?.version ?? 0))
        found.push(
          `${service} stream ${stream_id}: the snapshot is at ${version}, the events at ${versions.get(stream_id)?.version ?? 0}`,
        );
    const snapshots = new Set(streams[service].map(({ stream_id }) => stream_id));
    for (const streamId of versions.keys())
      if (!snapshots.has(streamId)) found.push(`${service} stream ${streamId} has no snapshot`);
  }
  const told = {
    after_sale: lastBy(
      events['after-sales'].filter(
        ({ type, data }) => data.afterSaleId && (data.ticketVersion || TICKET_STEPS.includes(type)),
      ),
      ({ data }) => data.afterSaleId,
    ),
    refund: lastBy(
      events.refunds.filter(starts('refund.')).filter(({ data }) => data.status),
      ({ data }) => data.refundId,
    ),
    denial: lastBy(
      events['after-sales'].filter(({ type }) => type === 'application.denied'),
      ({ data }) => data.denialId,
    ),
  };
  for (const [kind, expected] of Object.entries(told)) {
    const shown = new Map(listings.filter((row) => row.kind === kind).map((row) => [row.id, row.status]));
    for (const [id, { data }] of expected)
      if (shown.get(id) !== (data.status ?? null))
        found.push(`${kind} ${id} is listed as ${shown.get(id)}, the events say ${data.status}`);
    for (const id of shown.keys()) if (!expected.has(id)) found.push(`${kind} ${id} is listed, no event tells of it`);
  }
  const fed = new Map(feed.map(({ id, type }) => [id, type]));
  for (const { id, type, service } of Object.values(events).flat())
    if (isPublic(type) && !fed.delete(id)) found.push(`${service} has ${type} ${id}, which is not in the feed`);
  for (const [id, type] of fed) found.push(`the feed has ${type} ${id}, which no store has`);
  return found;
}

/** I9: one effect per idempotency key: all events that a stored command caused were written at once; nothing began twice. */
export function I9({ commands, events }) {
  const found = [];
  const answered = new Set(commands.map(({ id }) => id));
  for (const list of Object.values(events)) {
    for (const [id, caused] of groupBy(
      list.filter(({ meta }) => answered.has(meta?.causationId)),
      ({ meta }) => meta.causationId,
    )) {
      const writes = new Set(caused.map(({ at }) => at.toISOString()));
      if (writes.size > 1) found.push(`command ${id} was carried out ${writes.size} times: ${[...writes].join(', ')}`);
    }
    for (const type of ['order.paid', 'after_sale.submitted', 'refund.created'])
      for (const [id, same] of groupBy(
        list.filter((event) => event.type === type),
        ({ data }) => data.refundId ?? data.afterSaleId ?? data.orderId,
      ))
        if (same.length > 1) found.push(`${type} of ${id} stands ${same.length} times in the store`);
  }
  return found;
}

/** I10: a leg nobody has heard of will be asked about again, or an operator sees it. */
export function I10(world) {
  const waiting = new Set(
    world.deadlines
      .filter(({ service, status }) => service === 'refunds' && status === 0)
      .map(({ stream_id }) => stream_id),
  );
  const streamOf = new Map(
    world.events.refunds.filter(starts('refund_leg.')).map(({ data, streamId }) => [data.legId, streamId]),
  );
  const seen = new Map(refundsOf(world).map((refund) => [refund.refundId, refund]));
  return legsOf(world)
    .filter(({ legStatus }) => ['pending', 'submitted', 'unknown', 'failed_retryable'].includes(legStatus))
    .filter(
      ({ legId, refundId }) =>
        !waiting.has(streamOf.get(legId)) && !['failed', 'partially_succeeded'].includes(seen.get(refundId)?.status),
    )
    .map(({ legId, legStatus }) => `leg ${legId} is ${legStatus}, and nobody will ask again`);
}

/** I11: every step of money says who did it, and what led to it; what was paid by hand two persons have seen. */
export function I11({ events }) {
  const money = [
    ...events.refunds.filter(({ type }) => /^(refund|fast_refund|refund_leg)\./.test(type)),
    ...events['after-sales'].filter(({ type }) => type === 'refund.request' || type === 'after_sale.approved'),
  ];
  const proposals = new Map(
    events.refunds
      .filter(({ type }) => type === 'account.settlement_proposed')
      .map(({ data }) => [`${data.refundId}/${data.number}`, data]),
  );
  const confirmed = events.refunds.filter(({ type }) => type === 'account.settlement_confirmed');
  const alone = confirmed
    .filter(({ data }) => (proposals.get(`${data.refundId}/${data.number}`)?.by ?? data.by) === data.by)
    .map(({ data }) => `refund ${data.refundId}: one person alone has settled it by hand`);
  const byHand = events.refunds.filter(({ type, data }) => type === 'refund_leg.succeeded' && data.byHand);
  const legsConfirmed = new Set(confirmed.map(({ data }) => proposals.get(`${data.refundId}/${data.number}`)?.legId));
  const unseen = byHand
    .filter(({ data }) => !legsConfirmed.has(data.legId))
    .map(({ data }) => `leg ${data.legId} was paid by hand, and nobody confirmed it`);
  const silent = money
    .filter(
      ({ meta, data }) => !meta?.actor?.role || !meta?.actor?.id || !meta?.correlationId || !(data.occurredAt ?? true),
    )
    .map(({ type, id }) => `${type} ${id} does not say who did it and why`);
  return [...silent, ...alone, ...unseen];
}

const COVER = { carrier: 1935, buyer: 1000 };

/** I12: the insurer pays up to the cover, once per parcel, and only what we claimed. */
export function I12({ events, insurer }) {
  const found = [];
  const claims = lastBy(events.insurance.filter(starts('claim.')), ({ data }) => data.claimId);
  for (const { claim_id, payee, amount } of insurer.payouts) {
    if (Number(amount) > COVER[payee])
      found.push(`claim ${claim_id}: ${amount} paid to the ${payee}, covered are ${COVER[payee]}`);
    if (!claims.has(claim_id)) found.push(`the insurer paid ${claim_id}, which is no claim of ours`);
    else if (claims.get(claim_id).data.insurerPays !== Number(amount))
      found.push(`claim ${claim_id}: ${amount} paid, ${claims.get(claim_id).data.insurerPays} claimed`);
  }
  for (const [ticket, list] of groupBy([...claims.values()], ({ data }) => data.afterSaleId))
    if (list.length > 1) found.push(`ticket ${ticket} has ${list.length} claims`);
  return found;
}

export const INVARIANTS = { I1, I2, I3, I4, I5, I6, I7, I9, I10, I11, I12 };
