/** Injection tokens of what has no class: `@Inject(LOG) log: Log`, `@Inject(METRICS) metrics: Metrics`. */
export const LOG = Symbol('Log');
export const METRICS = Symbol('Metrics');
/** `Pool` of pg on the service's database, as the application's role. */
export const DATABASE = Symbol('Pool');
