import { runService } from '@amends/platform/http';
import { insurance } from './module';

runService(insurance);
