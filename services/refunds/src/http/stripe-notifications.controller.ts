import { malformed, notFound, problem, Public, RouteTakes } from '@amends/platform/http';
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProviderNotifications } from '../application/provider-notifications';
import { CONFIG, type RefundsConfig } from '../config';

/** An event of Stripe; what it holds is Stripe's. */
class StripeEventDto {}

@Controller('v1/psp/stripe')
export class StripeNotificationsController {
  constructor(
    private readonly notifications: ProviderNotifications,
    @Inject(CONFIG) private readonly config: RefundsConfig,
  ) {}

  /** An event of Stripe about a refund or a page to pay on, signed with `Stripe-Signature`. 503: it should be told again. */
  @Post('notifications')
  @Public()
  @RouteTakes({ keepRawBody: true, body: () => StripeEventDto, signature: 'stripe-signature' })
  @HttpCode(200)
  async notify(@Req() { headers, rawBody }: FastifyRequest): Promise<Readonly<{ accepted: true }>> {
    if (this.config.PSP !== 'stripe') notFound();
    const signature = headers['stripe-signature'];
    if (typeof signature !== 'string' || rawBody === undefined) return problem('unauthorized');
    const { stripeNotifications } = await import('../application/providers/stripe-notification');
    const read = stripeNotifications({ signature, body: rawBody, secret: this.config.PSP_WEBHOOK_SECRET });
    if (read === 'forged') return problem('unauthorized');
    if (read === 'unreadable') return malformed();
    for (const each of read) if (!(await this.notifications.take(each))) return problem('unavailable');
    return { accepted: true };
  }
}
