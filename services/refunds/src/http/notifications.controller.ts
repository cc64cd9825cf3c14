import {
  BoundedText,
  checkForm,
  malformed,
  notFound,
  OneOf,
  Optional,
  problem,
  Public,
  RouteTakes,
  Says,
} from '@amends/platform/http';
import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Notified } from '../application/notifications';
import type { NotifiedOfLink } from '../application/payment-links';
import { ProviderNotifications } from '../application/provider-notifications';
import { isSigned } from '../application/providers/webhook-signature';
import { CONFIG, type RefundsConfig } from '../config';

const LONGEST_NUMBER = 128;

/** What a provider says; fields of its own are left alone. */
class NotificationDto {
  @OneOf(['refund.succeeded', 'refund.failed', 'page.paid', 'page.closed']) readonly type!: string;
  @Optional()
  @BoundedText(LONGEST_NUMBER)
  @Says('The number that the refund was asked under.')
  readonly refundNumber?: string;

  @Optional()
  @BoundedText(LONGEST_NUMBER)
  @Says('The number that a page to pay on was asked under, where it is about one.')
  readonly pageNumber?: string;
}

@Controller('v1/psp')
export class NotificationsController {
  constructor(
    private readonly notifications: ProviderNotifications,
    @Inject(CONFIG) private readonly config: RefundsConfig,
  ) {}

  /** A payment provider's word, signed as Standard Webhooks. 503: it should be told again. */
  @Post(':provider/notifications')
  @Public()
  @RouteTakes({ keepRawBody: true, body: () => NotificationDto, signature: 'webhook-signature' })
  @HttpCode(200)
  async notify(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
  ): Promise<Readonly<{ accepted: true }>> {
    if (provider !== this.config.PSP) notFound();
    const dealtWith = await this.notifications.take(signedNotification(request, this.config.PSP_WEBHOOK_SECRET));
    return dealtWith ? { accepted: true } : problem('unavailable');
  }
}

type Delivered = Pick<FastifyRequest, 'headers' | 'rawBody' | 'body'>;

/** Reads a notification. @throws Problem `unauthorized` for one that is not signed, `malformed` for one that says nothing */
export const signedNotification = (
  { headers, rawBody, body }: Delivered,
  secret: string,
): Notified | NotifiedOfLink => {
  const id = only(headers['webhook-id']);
  const message = {
    id,
    timestamp: only(headers['webhook-timestamp']),
    signature: only(headers['webhook-signature']),
    body: rawBody ?? Buffer.alloc(0),
  };
  if (id === undefined || !isSigned(message, secret, Date.now() / 1000)) return problem('unauthorized');

  checkForm(body);
  const { type, refundNumber, pageNumber } =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  if (type === 'page.paid' || type === 'page.closed')
    return isNumber(pageNumber) ? { id, linkNumber: pageNumber } : malformed();
  if (!isNumber(refundNumber)) return malformed();
  if (type !== 'refund.succeeded' && type !== 'refund.failed') return malformed();
  return { id, refundNumber, says: type === 'refund.succeeded' ? 'succeeded' : 'failed' };
};

const isNumber = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_NUMBER;

const only = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
