import { MINUTE_MS, later, type Instant } from '@amends/kernel';
import { claimAt, type Ask, type InsuredOrder, type Question } from './policy';

/** After so many minutes of silence the insurer is asked again; from the last on, always after as many. */
const ASK_AGAIN_MINUTES = [1, 2, 5, 15, 60] as const;
const SELDOM_MINUTES = 60;

/** The question asked once more, or for the first time. */
export const asked = (ask: Ask, about: string, before: Question | undefined, at: Instant): Question => {
  const times = (before?.times ?? 0) + 1;
  const minutes = ASK_AGAIN_MINUTES[times - 1] ?? SELDOM_MINUTES;
  return { ask, about, times, againAt: later(at, minutes * MINUTE_MS) };
};

/** A question that still wants an answer. */
export const openQuestion = ({ questions }: InsuredOrder, ask: Ask, about: string): Question | undefined =>
  questions.find((question) => question.ask === ask && question.about === about);

/** How often what the question is about was appealed; 0 for a policy. */
export const roundOf = (state: InsuredOrder, { about }: Pick<Question, 'about'>): number =>
  claimAt(state, about)?.round ?? 0;
