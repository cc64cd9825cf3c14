import { describe, expect, it } from '@jest/globals';
import { streamNamed, uuidOfText } from './stream-named';

describe('the stream of what has only a name', () => {
  it('is a uuid of version 8, and stays what it always was: streams are found by it', () => {
    expect(streamNamed('buyer_credit', 'buyer-1')).toBe('5a889b80-4385-8fc6-8482-a0f8e0babc02');
    expect(uuidOfText('merchant\nmerchant-1')).toBe('17981477-e720-8281-805c-2a5bc76cb5bb');
  });

  it('differs with the borders between names', () => {
    expect(streamNamed('stock', 'a', 'bc')).not.toBe(streamNamed('stock', 'ab', 'c'));
  });
});
