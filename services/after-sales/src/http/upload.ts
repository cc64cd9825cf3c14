import { filesOf, malformed, problem } from '@amends/platform/http';
import { isContentOf, LARGEST_EVIDENCE_BYTES, mediaTypeOf, type MediaType } from '../application/media';

/** A file whose content is what it says it is. */
export type Upload = Readonly<{ mediaType: MediaType; bytes: Buffer }>;

type Sent =
  Readonly<{ mediaType: string; base64: string }> | Readonly<{ form: Buffer; contentType: string | undefined }>;

/**
 * Reads what was uploaded, as JSON or as a form with one file. @throws Problem `malformed`, `too_large`,
 * `unsupported_media_type`, or `content_mismatch` when the bytes are not of the type they claim
 */
export const uploadIn = (sent: Sent): Upload => {
  const { mediaType: claimed, bytes } = 'form' in sent ? fileIn(sent.form, sent.contentType) : decoded(sent);
  if (bytes.length > LARGEST_EVIDENCE_BYTES) problem('too_large', { detail: 'Evidence may have up to 5 MiB.' });
  const mediaType = mediaTypeOf(claimed);
  if (mediaType === undefined)
    return problem('unsupported_media_type', { detail: 'Evidence is JPEG, PNG, WebP, MP4 or PDF.' });
  return isContentOf(mediaType, bytes) ? { mediaType, bytes } : problem('content_mismatch');
};

type Claimed = Readonly<{ mediaType: string; bytes: Buffer }>;

const fileIn = (form: Buffer, contentType: string | undefined): Claimed => {
  const [file, ...others] = filesOf(form, contentType) ?? [];
  return file !== undefined && others.length === 0 ? file : malformedAt('', 'Must hold one file.');
};

/** Not by a regular expression: over some million characters it runs out of stack. */
const decoded = ({ mediaType, base64 }: Readonly<{ mediaType: string; base64: string }>): Claimed => {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? { mediaType, bytes } : malformedAt('/base64', 'Must be base64.');
};

const malformedAt = (pointer: string, detail: string): never => malformed({ pointer, code: 'malformed', detail });
