import type { Slot } from '@amends/contracts';
import { DAY_MS, HOUR_MS, instant, millis, refuse, shanghaiDayStart, type Instant, type Refusal } from '@amends/kernel';

export type SlotRefusal = 'malformed' | 'slot_too_soon' | 'slot_too_late';

/** A slot can be asked for until so long before its end. */
const BOOKED_BEFORE_END_MS = 2 * HOUR_MS;
/** Today and the two days after it, in Asia/Shanghai. */
const BOOKABLE_DAYS = 3;

/** A slot nobody chose begins so long from now, at the earliest. */
const LEAD_MS = 2 * HOUR_MS;
const SLOT_MS = 2 * HOUR_MS;
/** Couriers are out between these hours of the day, in Asia/Shanghai. */
const OUT_FROM_MS = 9 * HOUR_MS;
const OUT_UNTIL_MS = 21 * HOUR_MS;

/**
 * Whether a courier can be asked for this slot now: today to the day after tomorrow, and not within two hours of the
 * slot's end (states.md L1). Undefined when he can; `malformed` for a slot that ends before it begins.
 */
export const judgeSlot = ({ from, to }: Slot, now: Instant): Refusal<SlotRefusal> | undefined => {
  if (millis(from) >= millis(to))
    return refuse('malformed', 'The slot ends before it begins.', {
      errors: [{ pointer: '/slot/to', code: 'malformed', detail: 'Must be later than from.' }],
    });
  const today = shanghaiDayStart(now);
  if (millis(from) < today || millis(to) - millis(now) < BOOKED_BEFORE_END_MS)
    return refuse('slot_too_soon', 'The slot is over, or too near to its end, for a courier to come.');
  if (millis(to) > today + BOOKABLE_DAYS * DAY_MS)
    return refuse('slot_too_late', 'A courier can be booked for today and the next two days.');
  return undefined;
};

/** The first two hours in which a courier can come: from two hours ahead, 9–21 h in Asia/Shanghai (rulings.md 6.8). */
export const earliestSlot = (now: Instant): Slot => {
  const soonest = Math.ceil((millis(now) + LEAD_MS) / HOUR_MS) * HOUR_MS;
  const day = shanghaiDayStart(instant(soonest));
  const begins = Math.max(soonest, day + OUT_FROM_MS);
  const from = begins + SLOT_MS <= day + OUT_UNTIL_MS ? begins : day + DAY_MS + OUT_FROM_MS;
  return { from: instant(from), to: instant(from + SLOT_MS) };
};
