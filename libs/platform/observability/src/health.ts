/** Resolves when the thing can be used, rejects when it cannot. */
export type HealthCheck = () => Promise<void>;

/** What a service cannot answer without, and what it can be without for a while: by their names. */
export type HealthChecks = Readonly<{
  vital: Readonly<Record<string, HealthCheck>>;
  helpful: Readonly<Record<string, HealthCheck>>;
}>;

/** `degraded`: it takes and answers requests, but what it says is heard later, or its timers are late. */
export type Readiness = Readonly<{
  status: 'ready' | 'degraded' | 'not_ready';
  checks: Readonly<Record<string, 'up' | 'down'>>;
}>;

/** Asks everything the service works with, at once and each for at most `timeoutMs`; every part is named in the answer. */
export const readiness = async ({ vital, helpful }: HealthChecks, timeoutMs = 1000): Promise<Readiness> => {
  const checks = { ...vital, ...helpful };
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await isUp(check, timeoutMs)] as const),
  );
  const down = answers.flatMap(([name, up]) => (up ? [] : [name]));
  return {
    status: down.length === 0 ? 'ready' : down.some((name) => name in vital) ? 'not_ready' : 'degraded',
    checks: Object.fromEntries(answers.map(([name, up]) => [name, up ? 'up' : 'down'])),
  };
};

const isUp = async (check: HealthCheck, timeoutMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((answer) => {
    timer = setTimeout(() => answer(false), timeoutMs);
  });
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};
