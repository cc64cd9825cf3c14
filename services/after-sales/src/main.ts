import { runService } from '@amends/platform/http';
import { afterSales } from './module';

runService(afterSales);
