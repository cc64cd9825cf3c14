/** A text for people, in both languages of the product. */
export type Label = Readonly<{ en: string; zh: string }>;
