import { machine } from '@amends/kernel';

export type LineStatus = 'awaiting_shipment' | 'partially_shipped' | 'awaiting_receipt' | 'completed' | 'closed';

/** What is asked of a line; the first two are actions of people and named as on the wire. */
export type LineCommand = 'shipments' | 'receipt' | 'auto_receipt' | 'refund' | 'settle';
export type LineActor = 'buyer' | 'merchant' | 'storefront' | 'system';

/** What one event means for the line it names: an `order.line_shipped` may leave something to ship, or nothing. */
export type LineStep =
  'part_shipped' | 'rest_shipped' | 'rest_cancelled' | 'received' | 'units_refunded' | 'all_refunded' | 'window_closed';

/** The life of an order line, from paid to settled. The order's own status is read off its lines (`statusOf`). */
// prettier-ignore
export const lineLife = machine<LineStatus, LineCommand, LineStep, LineActor>('awaiting_shipment', [
  { row: 'O3',  from: 'awaiting_shipment', by: ['merchant', 'storefront'], on: 'shipments',    emits: 'part_shipped',   to: 'partially_shipped' },
  { row: 'O3',  from: 'partially_shipped', by: ['merchant', 'storefront'], on: 'shipments',    emits: 'part_shipped',   to: 'partially_shipped' },
  { row: 'O4',  from: 'awaiting_shipment', by: ['merchant', 'storefront'], on: 'shipments',    emits: 'rest_shipped',   to: 'awaiting_receipt'  },
  { row: 'O4',  from: 'partially_shipped', by: ['merchant', 'storefront'], on: 'shipments',    emits: 'rest_shipped',   to: 'awaiting_receipt'  },
  { row: 'O4',  from: 'partially_shipped', by: ['system'],                 on: 'refund',       emits: 'rest_cancelled', to: 'awaiting_receipt'  },
  { row: 'O6',  from: 'awaiting_receipt',  by: ['buyer', 'storefront'],    on: 'receipt',      emits: 'received',       to: 'completed'         },
  { row: 'O7',  from: 'awaiting_receipt',  by: ['system'],                 on: 'auto_receipt', emits: 'received',       to: 'completed'         },
  { row: 'O8',  from: 'awaiting_shipment', by: ['system'],                 on: 'refund',       emits: 'units_refunded', to: 'awaiting_shipment' },
  { row: 'O8',  from: 'partially_shipped', by: ['system'],                 on: 'refund',       emits: 'units_refunded', to: 'partially_shipped' },
  { row: 'O8',  from: 'awaiting_receipt',  by: ['system'],                 on: 'refund',       emits: 'units_refunded', to: 'awaiting_receipt'  },
  { row: 'O8',  from: 'awaiting_shipment', by: ['system'],                 on: 'refund',       emits: 'all_refunded',   to: 'closed'            },
  { row: 'O8',  from: 'partially_shipped', by: ['system'],                 on: 'refund',       emits: 'all_refunded',   to: 'closed'            },
  { row: 'O8',  from: 'awaiting_receipt',  by: ['system'],                 on: 'refund',       emits: 'all_refunded',   to: 'closed'            },
  { row: 'O9',  from: 'completed',         by: ['system'],                 on: 'refund',       emits: 'units_refunded', to: 'completed'         },
  { row: 'O10', from: 'completed',         by: ['system'],                 on: 'settle',       emits: 'window_closed',  to: 'completed'         },
]);
