import type { ParcelStatus } from '@amends/contracts';
import { machine } from '@amends/kernel';

/** Where a parcel stands. Finer than the status on the wire: four of these read `not_filled` there. */
export type ParcelStage =
  | Exclude<ParcelStatus, 'returned_to_sender'>
  /** A courier is asked for; the carrier has not answered. */
  | 'requested'
  /** Nobody comes any more: the buyer books anew. */
  | 'given_up'
  /** The buyer has a code for a shop; the parcel is not there yet. */
  | 'code_given';

/** What is asked of a parcel. `reschedule` and `cancel` are actions of the buyer, named as on the wire. */
export type ParcelCommand =
  | 'book'
  | 'confirm'
  | 'decline'
  | 'waybill'
  | 'drop_off'
  | 'reschedule'
  | 'cancel'
  | 'replace'
  | 'no_show'
  | 'silence'
  | 'refuse'
  | ScanOfReturn;

/** What a carrier reports of a parcel on its way back. */
export type ScanOfReturn =
  | 'courier_assigned'
  | 'pickup_failed'
  | 'picked_up'
  | 'in_transit'
  | 'out_for_delivery'
  | 'signed'
  | 'exception'
  | 'lost'
  | 'scan_revoked';
export type ParcelActor = 'buyer' | 'merchant' | 'carrier' | 'system';

/** What one event means for the parcel: a `return.pickup_failed` may be the last one, or not. */
export type ParcelStep =
  | 'asked'
  | 'booked'
  | 'sent'
  | 'code_given'
  | 'assigned'
  | 'failed'
  | 'given_up'
  | 'reassigned'
  | 'cancelled'
  | 'picked_up'
  | 'moved'
  | 'out'
  | 'signed'
  | 'stalled'
  | 'lost'
  | 'revoked'
  | 'refused';

/** The life of a parcel that brings goods back (states.md 11). */
// prettier-ignore
export const parcelLife = machine<ParcelStage, ParcelCommand, ParcelStep, ParcelActor>('not_filled', [
  { row: 'L1',  from: 'not_filled',       by: ['buyer', 'system'], on: 'book',             emits: 'asked',      to: 'requested'        },
  { row: 'L1',  from: 'requested',        by: ['carrier'],         on: 'confirm',          emits: 'booked',     to: 'pickup_booked'    },
  { row: 'L1',  from: 'pickup_booked',    by: ['carrier'],         on: 'confirm',          emits: 'booked',     to: 'pickup_booked'    },
  { row: 'L1',  from: 'requested',        by: ['carrier'],         on: 'decline',          emits: 'given_up',   to: 'given_up'         },
  { row: 'L1',  from: 'pickup_booked',    by: ['carrier'],         on: 'decline',          emits: 'given_up',   to: 'given_up'         },
  { row: 'L1',  from: 'not_filled',       by: ['buyer'],           on: 'waybill',          emits: 'sent',       to: 'shipped'          },
  { row: 'L11', from: 'not_filled',       by: ['buyer'],           on: 'drop_off',         emits: 'code_given', to: 'code_given'       },
  { row: 'L11', from: 'code_given',       by: ['carrier'],         on: 'picked_up',        emits: 'picked_up',  to: 'picked_up'        },
  { row: 'L11', from: 'code_given',       by: ['system'],          on: 'replace',          emits: 'cancelled',  to: 'cancelled'        },

  { row: 'L2',  from: 'pickup_booked',    by: ['carrier'],         on: 'courier_assigned', emits: 'assigned',   to: 'courier_assigned' },
  { row: 'L2',  from: 'courier_assigned', by: ['carrier'],         on: 'courier_assigned', emits: 'assigned',   to: 'courier_assigned' },
  { row: 'L2',  from: 'pickup_failed',    by: ['carrier'],         on: 'courier_assigned', emits: 'assigned',   to: 'courier_assigned' },

  { row: 'L3',  from: 'requested',        by: ['buyer'],           on: 'reschedule',       emits: 'asked',      to: 'requested'        },
  { row: 'L3',  from: 'pickup_booked',    by: ['buyer'],           on: 'reschedule',       emits: 'booked',     to: 'pickup_booked'    },
  { row: 'L3',  from: 'courier_assigned', by: ['buyer'],           on: 'reschedule',       emits: 'booked',     to: 'pickup_booked'    },
  { row: 'L3',  from: 'pickup_failed',    by: ['buyer'],           on: 'reschedule',       emits: 'booked',     to: 'pickup_booked'    },
  { row: 'L3',  from: 'requested',        by: ['buyer', 'system'], on: 'cancel',           emits: 'cancelled',  to: 'cancelled'        },
  { row: 'L3',  from: 'pickup_booked',    by: ['buyer', 'system'], on: 'cancel',           emits: 'cancelled',  to: 'cancelled'        },
  { row: 'L3',  from: 'courier_assigned', by: ['buyer', 'system'], on: 'cancel',           emits: 'cancelled',  to: 'cancelled'        },
  { row: 'L3',  from: 'pickup_failed',    by: ['buyer', 'system'], on: 'cancel',           emits: 'cancelled',  to: 'cancelled'        },

  { row: 'L4',  from: 'courier_assigned', by: ['carrier'],         on: 'pickup_failed',    emits: 'failed',     to: 'pickup_failed'    },
  { row: 'L4',  from: 'courier_assigned', by: ['carrier'],         on: 'pickup_failed',    emits: 'given_up',   to: 'given_up'         },

  { row: 'L5',  from: 'requested',        by: ['system'],          on: 'no_show',          emits: 'asked',      to: 'requested'        },
  { row: 'L5',  from: 'requested',        by: ['system'],          on: 'no_show',          emits: 'given_up',   to: 'given_up'         },
  { row: 'L5',  from: 'pickup_booked',    by: ['system'],          on: 'no_show',          emits: 'reassigned', to: 'pickup_booked'    },
  { row: 'L5',  from: 'pickup_booked',    by: ['system'],          on: 'no_show',          emits: 'given_up',   to: 'given_up'         },
  { row: 'L5',  from: 'courier_assigned', by: ['system'],          on: 'no_show',          emits: 'reassigned', to: 'pickup_booked'    },
  { row: 'L5',  from: 'courier_assigned', by: ['system'],          on: 'no_show',          emits: 'given_up',   to: 'given_up'         },

  { row: 'L6',  from: 'pickup_booked',    by: ['carrier'],         on: 'picked_up',        emits: 'picked_up',  to: 'picked_up'        },
  { row: 'L6',  from: 'courier_assigned', by: ['carrier'],         on: 'picked_up',        emits: 'picked_up',  to: 'picked_up'        },
  { row: 'L6',  from: 'pickup_failed',    by: ['carrier'],         on: 'picked_up',        emits: 'picked_up',  to: 'picked_up'        },
  { row: 'L6',  from: 'shipped',          by: ['carrier'],         on: 'picked_up',        emits: 'picked_up',  to: 'picked_up'        },

  { row: 'L7',  from: 'shipped',          by: ['carrier'],         on: 'in_transit',       emits: 'moved',      to: 'in_transit'       },
  { row: 'L7',  from: 'picked_up',        by: ['carrier'],         on: 'in_transit',       emits: 'moved',      to: 'in_transit'       },
  { row: 'L7',  from: 'in_transit',       by: ['carrier'],         on: 'in_transit',       emits: 'moved',      to: 'in_transit'       },
  { row: 'L7',  from: 'exception',        by: ['carrier'],         on: 'in_transit',       emits: 'moved',      to: 'in_transit'       },
  { row: 'L7',  from: 'shipped',          by: ['carrier'],         on: 'out_for_delivery', emits: 'out',        to: 'out_for_delivery' },
  { row: 'L7',  from: 'picked_up',        by: ['carrier'],         on: 'out_for_delivery', emits: 'out',        to: 'out_for_delivery' },
  { row: 'L7',  from: 'in_transit',       by: ['carrier'],         on: 'out_for_delivery', emits: 'out',        to: 'out_for_delivery' },
  { row: 'L7',  from: 'out_for_delivery', by: ['carrier'],         on: 'out_for_delivery', emits: 'out',        to: 'out_for_delivery' },
  { row: 'L7',  from: 'exception',        by: ['carrier'],         on: 'out_for_delivery', emits: 'out',        to: 'out_for_delivery' },
  { row: 'L7',  from: 'shipped',          by: ['carrier'],         on: 'signed',           emits: 'signed',     to: 'signed'           },
  { row: 'L7',  from: 'picked_up',        by: ['carrier'],         on: 'signed',           emits: 'signed',     to: 'signed'           },
  { row: 'L7',  from: 'in_transit',       by: ['carrier'],         on: 'signed',           emits: 'signed',     to: 'signed'           },
  { row: 'L7',  from: 'out_for_delivery', by: ['carrier'],         on: 'signed',           emits: 'signed',     to: 'signed'           },
  { row: 'L7',  from: 'exception',        by: ['carrier'],         on: 'signed',           emits: 'signed',     to: 'signed'           },

  { row: 'L8',  from: 'in_transit',       by: ['system'],          on: 'silence',          emits: 'stalled',    to: 'exception'        },
  { row: 'L8',  from: 'shipped',          by: ['carrier'],         on: 'exception',        emits: 'stalled',    to: 'exception'        },
  { row: 'L8',  from: 'picked_up',        by: ['carrier'],         on: 'exception',        emits: 'stalled',    to: 'exception'        },
  { row: 'L8',  from: 'in_transit',       by: ['carrier'],         on: 'exception',        emits: 'stalled',    to: 'exception'        },
  { row: 'L8',  from: 'out_for_delivery', by: ['carrier'],         on: 'exception',        emits: 'stalled',    to: 'exception'        },
  { row: 'L8',  from: 'exception',        by: ['carrier'],         on: 'exception',        emits: 'stalled',    to: 'exception'        },

  { row: 'L9',  from: 'exception',        by: ['system'],          on: 'silence',          emits: 'lost',       to: 'lost'             },
  { row: 'L9',  from: 'shipped',          by: ['carrier'],         on: 'lost',             emits: 'lost',       to: 'lost'             },
  { row: 'L9',  from: 'picked_up',        by: ['carrier'],         on: 'lost',             emits: 'lost',       to: 'lost'             },
  { row: 'L9',  from: 'in_transit',       by: ['carrier'],         on: 'lost',             emits: 'lost',       to: 'lost'             },
  { row: 'L9',  from: 'out_for_delivery', by: ['carrier'],         on: 'lost',             emits: 'lost',       to: 'lost'             },
  { row: 'L9',  from: 'exception',        by: ['carrier'],         on: 'lost',             emits: 'lost',       to: 'lost'             },

  { row: 'A7',  from: 'picked_up',        by: ['carrier'],         on: 'scan_revoked',     emits: 'revoked',    to: 'picked_up'        },
  { row: 'A7',  from: 'in_transit',       by: ['carrier'],         on: 'scan_revoked',     emits: 'revoked',    to: 'in_transit'       },
  { row: 'A7',  from: 'out_for_delivery', by: ['carrier'],         on: 'scan_revoked',     emits: 'revoked',    to: 'out_for_delivery' },
  { row: 'A7',  from: 'exception',        by: ['carrier'],         on: 'scan_revoked',     emits: 'revoked',    to: 'exception'        },

  { row: 'L10', from: 'signed',           by: ['merchant'],        on: 'refuse',           emits: 'refused',    to: 'refused'          },

  { row: 'R7',  from: 'shipped',          by: ['buyer'],           on: 'replace',          emits: 'cancelled',  to: 'cancelled'        },
  { row: 'R7',  from: 'picked_up',        by: ['buyer'],           on: 'replace',          emits: 'cancelled',  to: 'cancelled'        },
  { row: 'R7',  from: 'in_transit',       by: ['buyer'],           on: 'replace',          emits: 'cancelled',  to: 'cancelled'        },
  { row: 'R7',  from: 'out_for_delivery', by: ['buyer'],           on: 'replace',          emits: 'cancelled',  to: 'cancelled'        },
  { row: 'R7',  from: 'exception',        by: ['buyer'],           on: 'replace',          emits: 'cancelled',  to: 'cancelled'        },
]);

/** The status that others see (contracts). */
export const statusOf = (stage: ParcelStage): ParcelStatus => {
  switch (stage) {
    case 'requested':
    case 'given_up':
    case 'code_given':
      return 'not_filled';
    case 'not_filled':
    case 'pickup_booked':
    case 'courier_assigned':
    case 'pickup_failed':
    case 'shipped':
    case 'picked_up':
    case 'in_transit':
    case 'out_for_delivery':
    case 'signed':
    case 'exception':
    case 'refused':
    case 'lost':
    case 'cancelled':
      return stage;
  }
};

/** The carrier has, or had, the parcel: a pickup can no more be moved or cancelled. */
export const isCollected = (stage: ParcelStage): boolean => {
  switch (stage) {
    case 'picked_up':
    case 'in_transit':
    case 'out_for_delivery':
    case 'signed':
    case 'exception':
    case 'refused':
    case 'lost':
      return true;
    case 'not_filled':
    case 'requested':
    case 'given_up':
    case 'code_given':
    case 'pickup_booked':
    case 'courier_assigned':
    case 'pickup_failed':
    case 'shipped':
    case 'cancelled':
      return false;
  }
};
