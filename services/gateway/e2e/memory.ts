import { required, send } from './http';

const SERVICES = ['GATEWAY', 'ORDERS', 'AFTER_SALES', 'REFUNDS', 'PICKUPS', 'INSURANCE', 'INTEGRATIONS', 'SANDBOX'];

/** What each process holds, in MiB, as its own metrics tell. */
export const memoryOfServices = async (): Promise<Readonly<Record<string, number>>> => {
  const read = async (service: string) => {
    const { text } = await send({ method: 'GET', path: '/metrics', origin: required(`${service}_URL`) });
    const bytes = Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1]);
    return [service, Math.round(bytes / 1024 / 1024)] as const;
  };
  return Object.fromEntries(await Promise.all(SERVICES.map(read)));
};
