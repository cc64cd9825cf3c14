import pino, { type Logger as Pino } from 'pino';

/** Fields of a log line: ids, counts and codes. Never personal data, tokens or keys. */
export type Fields = Readonly<Record<string, unknown>>;

/** A log line is the name of an event and its fields. */
export type Log = Readonly<{
  debug: (event: string, fields?: Fields) => void;
  info: (event: string, fields?: Fields) => void;
  warn: (event: string, fields?: Fields) => void;
  error: (event: string, error: unknown, fields?: Fields) => void;
}>;

/** A safety net below the rule of the fields: what slips in under these names is not written. */
const SECRETS = ['authorization', 'token', 'secret', 'password', 'phone', 'address', 'street'];

/** Makes the log of a process: JSON lines on standard output. `level` is one of pino's, or "silent". */
export const createLog = (service: string, level: string): Log =>
  logOver(
    pino({
      level,
      base: { service },
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[hidden]' },
    }),
  );

const logOver = (logger: Pino): Log => ({
  debug: (event, fields = {}) => logger.debug(fields, event),
  info: (event, fields = {}) => logger.info(fields, event),
  warn: (event, fields = {}) => logger.warn(fields, event),
  error: (event, error, fields = {}) => logger.error({ ...fields, ...errorFields(error) }, event),
});

/** The parts of an error that hold no data of a row: PostgreSQL's `detail` and `where` may, so they stay out. */
const errorFields = (error: unknown): Fields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error ? { errorCode: error.code } : {};
  return { error: error.name, message: error.message, ...code, stack: error.stack };
};

/** A log that writes nothing, for tests. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
