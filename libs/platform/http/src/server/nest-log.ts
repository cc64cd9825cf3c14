import type { Log } from '@amends/platform/observability';
import type { LoggerService } from '@nestjs/common';

/** Nest's own words: warnings and errors only. */
export const nestLog = (log: Log): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => log.warn('nest.warning', { message }),
  error: (message: unknown, stack?: unknown) => log.error('nest.error', message, { stack }),
});
