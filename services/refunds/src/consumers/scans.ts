import type {
  ParcelFacts,
  ReturnDroppedOff,
  ReturnPickedUp,
  ReturnSigned,
  ReturnTrackingUpdated,
} from '@amends/contracts';
import { hurdlesAtScan } from '@amends/domain/refunds';
import type { Unit } from '@amends/platform/event-store';
import { reaction, type Reaction } from '@amends/platform/messaging';
import { changeAccount } from '../application/change-account';
import type { FastRefundTerms } from '../application/fast-refund-terms';
import { accountOf } from '../application/streams';
import { fastRefundStreams, ticketOf } from './tickets';

/** The carrier has the parcel: its scan at the pickup or the counter, or its first word of one the buyer sent himself. */
export const scans = (terms: FastRefundTerms): readonly Reaction[] => {
  const seen = async (data: ParcelFacts, unit: Unit): Promise<void> => {
    const { settings, credit } = await terms.within(unit, data.buyerId);
    const hurdles = hurdlesAtScan(settings, credit);
    const command = { ...ticketOf(data), refundId: unit.newId('rfd'), hurdles, at: unit.now };
    await changeAccount(unit, accountOf(data.orderId), { type: 'NoteScan', data: command });
  };
  const firstWord = async (data: ParcelFacts & Readonly<{ first: boolean }>, unit: Unit): Promise<void> => {
    if (data.first && data.method === 'self_ship') await seen(data, unit);
  };
  return [
    reaction<ReturnPickedUp>({
      type: 'return.picked_up',
      streams: fastRefundStreams,
      handle: ({ data }, unit) => seen(data, unit),
    }),
    reaction<ReturnDroppedOff>({
      type: 'return.dropped_off',
      streams: fastRefundStreams,
      handle: ({ data }, unit) => seen(data, unit),
    }),
    reaction<ReturnTrackingUpdated>({
      type: 'return.tracking_updated',
      streams: fastRefundStreams,
      handle: ({ data }, unit) => firstWord(data, unit),
    }),
    reaction<ReturnSigned>({
      type: 'return.signed',
      streams: fastRefundStreams,
      handle: ({ data }, unit) => firstWord(data, unit),
    }),
  ];
};
