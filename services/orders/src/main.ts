import { runService } from '@amends/platform/http';
import { orders } from './module';

runService(orders);
