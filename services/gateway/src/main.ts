import { endOnUncaught, stopOnSignals } from '@amends/platform/http';
import { createLog } from '@amends/platform/observability';
import { startGateway } from './gateway';

const log = createLog('gateway', 'info');
endOnUncaught(log);
startGateway(log).then(
  (gateway) => stopOnSignals(gateway, log),
  (error: unknown) => {
    log.error('service.not_started', error);
    process.exit(1);
  },
);
