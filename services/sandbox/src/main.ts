import { runService } from '@amends/platform/http';
import { sandbox } from './sandbox';

/** It holds the development clock itself: it follows nobody. */
const FOLLOWS_NOBODY = ' ';
process.env.CLOCK_URL = FOLLOWS_NOBODY;

runService(sandbox);
