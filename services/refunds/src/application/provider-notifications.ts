import { Injectable } from '@nestjs/common';
import { Notifications, type Notified } from './notifications';
import { PaymentLinks, type NotifiedOfLink } from './payment-links';

/** Whatever the provider tells by itself, to whom it concerns. */
@Injectable()
export class ProviderNotifications {
  constructor(
    private readonly refunds: Notifications,
    private readonly links: PaymentLinks,
  ) {}

  /** Answers whether it is dealt with; if not, the provider should tell it again. */
  take(notified: Notified | NotifiedOfLink): Promise<boolean> {
    return 'linkNumber' in notified ? this.links.take(notified) : this.refunds.take(notified);
  }
}
