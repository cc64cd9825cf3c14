import { runService } from '@amends/platform/http';
import { pickups } from './module';

runService(pickups);
