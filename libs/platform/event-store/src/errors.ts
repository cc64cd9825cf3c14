/** A unique name belongs to somebody else. */
export class NameTaken extends Error {
  constructor(
    readonly uniqueName: string,
    readonly owner: string | undefined,
  ) {
    super('a unique name is taken');
    this.name = 'NameTaken';
  }
}

/** Others were faster too often; trying again later is safe. */
export class TooMuchContention extends Error {
  constructor() {
    super('other writers were faster, too often');
    this.name = 'TooMuchContention';
  }
}

/** The database cannot be used now. What was asked for may or may not have been written: repeat it with the same key. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the event store is unavailable', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** The cursor of a list is not one of ours. */
export class BadCursor extends Error {
  constructor() {
    super('unreadable cursor');
    this.name = 'BadCursor';
  }
}

/** The same key came with another path or body. */
export class IdempotencyKeyReused extends Error {
  constructor() {
    super('idempotency key reused for another request');
    this.name = 'IdempotencyKeyReused';
  }
}

/** The first request with this key is still running. */
export class IdempotencyInProgress extends Error {
  constructor() {
    super('a request with this idempotency key is running');
    this.name = 'IdempotencyInProgress';
  }
}

/** SQLSTATE classes after which the same call may succeed: connection, resources, shutdown, rollback, locks. */
const TRANSIENT_CLASSES = new Set(['08', '53', '57', '58', '40', '55']);
const ROLLED_BACK_CLASS = '40';

/** What pg says when the connection ends under a query; it gives these no code. */
const LOST_CONNECTION =
  /^(Connection terminated|Connection ended|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Whether PostgreSQL itself refused a statement; a transaction that it belonged to cannot go on. */
export const isDatabaseFault = (error: unknown): error is Error & Readonly<{ code: string }> =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';

/** Whether a fault of PostgreSQL, or of the way to it, may pass. */
export const isTransient = (error: unknown): boolean => {
  if (error instanceof StoreUnavailable) return true;
  if (isDatabaseFault(error)) return TRANSIENT_CLASSES.has(error.code.slice(0, 2));
  if (!(error instanceof Error)) return false;
  if ('syscall' in error || ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)))
    return true;
  return LOST_CONNECTION.test(error.message);
};

/** Whether PostgreSQL rolled a transaction back for the sake of others: deadlock, serialization. Nothing was written. */
export const isRolledBack = (error: unknown): boolean =>
  isDatabaseFault(error) && error.code.startsWith(ROLLED_BACK_CLASS);
