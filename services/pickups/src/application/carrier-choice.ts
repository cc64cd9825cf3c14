import type { PickupsConfig } from '../config';
import type { Carrier } from './carrier';
import { HttpCarrier } from './http-carrier';

/** The carrier that the configuration names. Packages of others are loaded for those who use them. */
export const carrierOf = async (config: PickupsConfig): Promise<Carrier> => {
  const { CARRIER, CARRIER_URL: url, CARRIER_TIMEOUT_MS: timeoutMs, CARRIER_CONCURRENCY: connections } = config;
  switch (CARRIER) {
    case 'sandbox':
      return new HttpCarrier({ url, timeoutMs, connections });
    case 'easypost': {
      const { EasyPostCarrier } = await import('./easypost-carrier');
      const { EASYPOST_API_KEY: apiKey, EASYPOST_API_BASE, EASYPOST_RETURN_ADDRESS: returnsTo } = config;
      return new EasyPostCarrier({
        apiKey,
        url: EASYPOST_API_BASE,
        timeoutMs,
        returnsTo,
        parcel: config.EASYPOST_PARCEL,
      });
    }
  }
};
