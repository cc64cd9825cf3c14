import { OPEN } from '../leg/transitions';
import { refundLife } from '../refund/transitions';
import { refundOf } from './account';
import { isTrying, tellOf, tellOfLeg, type Story } from './story';

/**
 * F9–F11: what the legs make of the refund. Money legs run together; the points are given back when they have all
 * succeeded. As long as a provider's answer is awaited nothing is concluded.
 */
export const conclude = (story: Story, refundId: string): Story => {
  const refund = refundOf(story.account, refundId);
  if (refund === undefined || !refundLife.permits(refund.status, 'conclude')) return story;

  const money = refund.legs.filter(({ tender }) => tender !== 'points');
  if (money.every(({ status }) => status === 'succeeded')) {
    const points = refund.legs.filter(({ tender, status }) => tender === 'points' && status !== 'succeeded');
    const booked = points.reduce((told, leg) => tellOfLeg(told, refund, leg, 'refund_leg.succeeded'), story);
    return tellOf(booked, refundId, 'refund.succeeded');
  }
  if (money.some(({ status }) => OPEN.has(status) || status === 'pending')) return story;

  const trying = money.some(isTrying);
  if (money.some(({ status }) => status === 'succeeded')) {
    const known = refund.status === 'partially_succeeded' && refund.trying === trying;
    return known ? story : tellOf(story, refundId, 'refund.partially_succeeded');
  }
  return trying ? story : tellOf(story, refundId, 'refund.failed');
};
