/** One file of a form. */
export type FormFile = Readonly<{ name: string; mediaType: string; bytes: Buffer }>;

/**
 * The files of a multipart/form-data body (RFC 7578), or undefined if the body is not one. Parts without a file name
 * are left out.
 */
export const filesOf = (body: Buffer, contentType: string | undefined): readonly FormFile[] | undefined => {
  const boundary = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(
    contentType ?? '',
  );
  const name = boundary?.[1] ?? boundary?.[2];
  return name === undefined ? undefined : partsBetween(body, Buffer.from(`--${name}`));
};

const CRLF = Buffer.from('\r\n');
const BLANK_LINE = Buffer.from('\r\n\r\n');
const MOST_PARTS = 20;

const partsBetween = (body: Buffer, delimiter: Buffer): readonly FormFile[] | undefined => {
  const files: FormFile[] = [];
  let at = body.indexOf(delimiter);
  for (let parts = 0; at >= 0 && parts <= MOST_PARTS; parts++) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString() === '--') return files;
    const end = body.indexOf(Buffer.concat([CRLF, delimiter]), start);
    const blank = body.indexOf(BLANK_LINE, start);
    if (end < 0 || blank < 0 || blank > end) return undefined;
    const file = fileIn(body.subarray(start, blank).toString(), body.subarray(blank + BLANK_LINE.length, end));
    if (file !== undefined) files.push(file);
    at = end + CRLF.length;
  }
  return undefined;
};

const fileIn = (headers: string, bytes: Buffer): FormFile | undefined => {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1] ?? '';
  if (!/\bfilename\*?=/i.test(disposition)) return undefined;
  return {
    name: /(?:^|[\s;])name="([^"]*)"/i.exec(disposition)?.[1] ?? '',
    mediaType: (/^content-type:\s*([^\s;]+)/im.exec(headers)?.[1] ?? 'application/octet-stream').toLowerCase(),
    bytes,
  };
};
