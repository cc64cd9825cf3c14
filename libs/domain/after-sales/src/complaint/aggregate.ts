import type { ComplaintEvent } from '@amends/contracts';
import type { Aggregate, Decider, Listing } from '@amends/kernel';
import type { Complaint } from './complaint';
import { complaintDeadlines } from './deadlines';
import { decideComplaint, type ComplaintCommand, type ComplaintRefusal } from './decide';
import { evolveComplaint } from './evolve';

/** Flagged while nobody has answered in time. */
const listings = (complaint: Complaint | null): readonly Listing[] => {
  if (complaint === null) return [];
  const { id, status, buyerId, merchantId, orderId, afterSaleId, createdAt, updatedAt } = complaint;
  return [
    {
      kind: 'complaint',
      ...{ id, status, buyerId, createdAt, updatedAt, flagged: status === 'escalated' },
      ...(merchantId === null ? {} : { merchantId }),
      ...(orderId === null ? {} : { orderId }),
      ...(afterSaleId === null ? {} : { afterSaleId }),
    },
  ];
};

/** One stream per complaint; its id is the UUID of the complaint. */
export const complaintAggregate: Aggregate<Complaint | null, ComplaintEvent> = {
  category: 'complaint',
  revision: 1,
  initialState: null,
  evolve: evolveComplaint,
  listings,
  deadlines: complaintDeadlines,
};

/** Loads with the aggregate and decides. */
export const complaintDecider: Decider<Complaint | null, ComplaintCommand, ComplaintEvent, ComplaintRefusal> &
  Readonly<{ aggregate: typeof complaintAggregate }> = {
  initialState: null,
  decide: decideComplaint,
  evolve: evolveComplaint,
  aggregate: complaintAggregate,
};
