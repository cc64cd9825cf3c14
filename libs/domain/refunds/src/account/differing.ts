import { refundOf } from './account';
import type { AccountCommand } from './commands';
import { tell, type Story } from './story';

type Noted = Extract<AccountCommand, { type: 'NoteDifferences' }>['data'];

/** What a comparison of a day has found about a refund, if it is news: a difference is open until a comparison lacks it. */
export const noteDifferences = (story: Story, { refundId, day, differences }: Noted): Story => {
  const refund = refundOf(story.account, refundId);
  if (refund === undefined) return story;
  const known = refund.differences.filter((each) => each.day === day);
  const isKnown = differences.every(({ number, kind }) =>
    known.some((each) => each.number === number && each.kind === kind),
  );
  if (isKnown && known.length === differences.length) return story;
  return tell(story, { type: 'account.differences_noted', data: { refundId, day, differences, occurredAt: story.at } });
};
