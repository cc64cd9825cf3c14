import {
  BadCursor,
  IdempotencyInProgress,
  IdempotencyKeyReused,
  isTransient,
  StoreUnavailable,
  TooMuchContention,
} from '@amends/platform/event-store';
import { NotHeardYet } from '@amends/platform/messaging';
import { HttpException } from '@nestjs/common';
import type { ProblemCode } from './catalogue';
import { Problem } from './problem';

/** The problem that a fault becomes. Faults of our own reveal nothing. */
export const problemOf = (fault: unknown): Problem => {
  if (fault instanceof Problem) return fault;
  if (fault instanceof HttpException) return new Problem(codeOfStatus(fault.getStatus()));
  if (isRefusedByServer(fault)) return new Problem(codeOfStatus(fault.statusCode));
  if (fault instanceof IdempotencyKeyReused) return new Problem('idempotency_key_reused');
  if (fault instanceof IdempotencyInProgress) return new Problem('idempotency_in_progress');
  if (fault instanceof BadCursor) return unreadableCursor();
  return new Problem(isUnavailable(fault) ? 'unavailable' : 'internal');
};

/** Whether a fault means that something this service needs is down or late, rather than that the service is wrong. */
export const isUnavailable = (fault: unknown): boolean =>
  fault instanceof StoreUnavailable ||
  fault instanceof TooMuchContention ||
  fault instanceof NotHeardYet ||
  isDatabaseOutage(fault) ||
  (fault instanceof AggregateError && fault.errors.some(isUnavailable));

/** Faults of node's own (ERR_…) have codes too, but are ours. */
const isDatabaseOutage = (fault: unknown): boolean =>
  isTransient(fault) &&
  !(fault instanceof Error && 'code' in fault && typeof fault.code === 'string' && fault.code.startsWith('ERR_'));

/** Fastify and its plugins name the status of what they refuse; a fault of theirs is one of ours. */
const isRefusedByServer = (fault: unknown): fault is Error & Readonly<{ statusCode: number }> =>
  fault instanceof Error &&
  'statusCode' in fault &&
  typeof fault.statusCode === 'number' &&
  fault.statusCode >= 400 &&
  fault.statusCode < 500;

const unreadableCursor = (): Problem =>
  new Problem('malformed', {
    errors: [{ pointer: '/cursor', code: 'malformed', detail: 'The cursor is not readable.' }],
  });

/** What the web framework refuses by itself: unreadable bodies, unknown routes. */
const codeOfStatus = (status: number): ProblemCode => {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 405 || status === 414) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 415) return 'unsupported_media_type';
  if (status === 429) return 'too_many_requests';
  if (status === 503) return 'unavailable';
  return status >= 400 && status < 500 ? 'malformed' : 'internal';
};
