/**
 * Remembers what a pure function answers about two objects that never change, under a key, as long as both live. For what is
 * asked again and again within one decision.
 */
export const remembered = <One extends object, Other extends object, Answer>() => {
  const kept = new WeakMap<One, WeakMap<Other, Map<string, Answer>>>();
  return (one: One, other: Other, key: string, answer: () => Answer): Answer => {
    const ofOne = kept.get(one) ?? new WeakMap<Other, Map<string, Answer>>();
    kept.set(one, ofOne);
    const ofBoth = ofOne.get(other) ?? new Map<string, Answer>();
    ofOne.set(other, ofBoth);
    const known = ofBoth.get(key);
    if (known !== undefined) return known;
    const found = answer();
    ofBoth.set(key, found);
    return found;
  };
};
