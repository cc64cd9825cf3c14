import type { OrderFacts } from '@amends/contracts';
import type { Instant, Refusal } from '@amends/kernel';
import type { OrderReplica } from '../case/case';
import type { DataOf } from '../case/commands';
import type { Application, StockBySku } from '../policy/application';
import { isDenied, type DenialCode } from '../policy/denial';
import { announcedAt, skusToLookUp, type Announcement } from '../prices/sku';
import { freeUnits } from '../stock/stock';

/**
 * An application that policy refused, with all that it takes to judge it again and no word that somebody wrote: of evidence
 * how many pieces, of a serial number whether it was said. Amounts in minor units.
 */
export type DeniedApplication = OrderFacts &
  Pick<
    Application,
    'type' | 'reason' | 'initiator' | 'lines' | 'requestedAmount' | 'component' | 'goodsReceived' | 'targetSku'
  > &
  Readonly<{
    denialId: string;
    evidenceCount: number;
    serialNumberSaid: boolean;
    code: DenialCode;
    /** The policy that denied it, and the place in its document as a JSON pointer. */
    policyVersion: string;
    rule: string;
    /** How many events the order's case had then: folded, they are the case that it was judged by. */
    caseVersion: number;
    /** What the shop sold then, and had, of what decided it; empty but for exchanges and price protection. */
    announced: readonly Announcement[];
    free: readonly Readonly<{ sku: string; units: number }>[];
  }>;

type Asked = Pick<DataOf<'Submit'>, 'at' | 'application' | 'shelf' | 'stock'>;

/**
 * What is kept of an application that was answered with this refusal. Undefined where no terms of anybody denied it: what is
 * refused otherwise, and goodwill, which is given and not asked for.
 */
export const deniedApplication = (
  refusal: Refusal,
  { at, application, shelf, stock }: Asked,
  order: Pick<OrderReplica, 'orderId' | 'merchantId' | 'buyerId' | 'lines'>,
  { denialId, caseVersion }: Pick<DeniedApplication, 'denialId' | 'caseVersion'>,
): DeniedApplication | undefined => {
  if (!isDenied(refusal) || application.type === 'compensation') return undefined;
  const { type, reason, initiator, lines, requestedAmount, component, goodsReceived, targetSku } = application;
  const { orderId, merchantId, buyerId } = order;
  const { policyVersion, rule } = refusal.detail.denial;
  const skus = [...new Set(skusToLookUp(application, order))];
  return {
    ...{ orderId, merchantId, buyerId, occurredAt: at, denialId },
    ...{ type, reason, initiator, lines, requestedAmount, component, goodsReceived, targetSku },
    evidenceCount: application.evidenceIds.length,
    serialNumberSaid: Boolean(application.serialNumber),
    ...{ code: refusal.refused, policyVersion, rule, caseVersion },
    announced: skus.flatMap((sku) => announcedAt(shelf, sku, at) ?? []),
    free: skus.flatMap((sku) => freeOf(sku, at, stock)),
  };
};

const freeOf = (sku: string, at: Instant, stock?: StockBySku): DeniedApplication['free'] => {
  const counted = stock?.get(sku);
  const units = counted === undefined ? null : freeUnits(counted, at);
  return units === null ? [] : [{ sku, units }];
};

/** What the parties of the order are shown of it: not what is only kept to judge it again. */
export const shownDenial = ({
  caseVersion: _place,
  announced: _sold,
  free: _had,
  ...shown
}: DeniedApplication): Omit<DeniedApplication, 'caseVersion' | 'announced' | 'free'> => shown;
