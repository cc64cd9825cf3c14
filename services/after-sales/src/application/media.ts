/** What may be uploaded as evidence, and how the content of each begins (api.md 4). */
export const mediaTypes = ['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'application/pdf'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** 5 MiB: more is `413 too_large`. */
export const LARGEST_EVIDENCE_BYTES = 5 * 1024 * 1024;

/** The media type if it is one of ours; parameters and case do not matter. */
export const mediaTypeOf = (name: string): MediaType | undefined => {
  const bare = name.split(';')[0]?.trim().toLowerCase();
  return mediaTypes.find((known) => known === bare);
};

/** Whether content is what it says it is: by its first bytes, not by its name. */
export const isContentOf = (mediaType: MediaType, bytes: Buffer): boolean => {
  switch (mediaType) {
    case 'image/jpeg':
      return startsWith(bytes, [0xff, 0xd8, 0xff]);
    case 'image/png':
      return startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    case 'image/webp':
      return ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP';
    case 'video/mp4':
      return ascii(bytes, 4, 8) === 'ftyp';
    case 'application/pdf':
      return ascii(bytes, 0, 5) === '%PDF-';
  }
};

const startsWith = (bytes: Buffer, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('latin1');
