import { runService } from '@amends/platform/http';
import { refunds } from './module';

runService(refunds);
