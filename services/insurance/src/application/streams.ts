import { uuidOf } from '@amends/kernel';

/** The stream of an order's insurance: the order's uuid; undefined for what is no order's id. */
export const insuranceStream = (orderId: string): string | undefined => uuidOf(orderId, 'ord');

/** The insurance of an order that another service names. @throws when it names none */
export const insuranceOf = (orderId: string): string => {
  const streamId = insuranceStream(orderId);
  if (streamId === undefined) throw new Error('not the id of an order');
  return streamId;
};
