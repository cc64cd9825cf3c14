/** Resolves when the thing can be used, rejects when it cannot. */
export type HealthCheck = () => Promise<void>;

export type Readiness = Readonly<{ ready: boolean; checks: Readonly<Record<string, 'up' | 'down'>> }>;

/** Asks everything the service needs, at once and each for at most `timeoutMs`; every part is named in the answer. */
export const readiness = async (
  checks: Readonly<Record<string, HealthCheck>>,
  timeoutMs = 1000,
): Promise<Readiness> => {
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await isUp(check, timeoutMs)] as const),
  );
  return {
    ready: answers.every(([, up]) => up),
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
