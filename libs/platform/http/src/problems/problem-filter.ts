import type { Log } from '@amends/platform/observability';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './faults';
import { languageOf, problemDocument, sendProblem } from './problem';

/** Turns whatever ends a request early into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly origin: string,
    private readonly log: Log,
  ) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { problemCode, members, status } = problemOf(fault);
    if (status >= 500)
      this.log.error('request.failed', fault, { traceId: request.id, route: request.routeOptions.url });
    if (reply.sent) return;
    const about = { language: languageOf(request), traceId: request.id, origin: this.origin };
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    sendProblem(reply, problemDocument(problemCode, members, about));
  }
}
