import { runService } from '@amends/platform/http';
import { integrations } from './module';

runService(integrations);
