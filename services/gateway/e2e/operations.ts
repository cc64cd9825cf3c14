import { gateway, required, send, type Request } from './http';

/** The part of OpenAPI's schemas that DTOs use; references are resolved. */
export type Schema = Readonly<{
  type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  nullable?: boolean;
  enum?: readonly string[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: Schema;
}>;

export type Parameter = Readonly<{ name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }>;

/** One route as its service documents it. */
export type Operation = Readonly<{
  service: string;
  method: string;
  path: string;
  /** Who may use it; undefined: everybody, without a token. */
  roles: readonly string[] | undefined;
  parameters: readonly Parameter[];
  body: Schema | undefined;
  mediaTypes: readonly string[];
  /** The header that signs the body, where a signature stands for a token. */
  signature: string | undefined;
}>;

const SERVICES = ['orders', 'after-sales', 'refunds', 'pickups', 'insurance', 'integrations', 'sandbox'] as const;
/** What the gateway hands on; the rest is between services, each on its own port. */
const BEHIND_THE_GATEWAY = /^\/(?:v1|dev(?!\/clock\/offset)|\.well-known)\//;

/** The routes of all services, from the documents that the gateway shows. */
export const documentedOperations = async (): Promise<readonly Operation[]> => {
  const documents = await Promise.all(
    SERVICES.map(async (service) => ({
      service,
      document: (await send({ method: 'GET', path: `/openapi/${service}.json` })).body,
    })),
  );
  const all = documents.flatMap(({ service, document }) => operationsIn(service, document));
  // What every service has is asked of the first.
  return all.filter((operation, index) => all.findIndex((each) => nameOf(each) === nameOf(operation)) === index);
};

/** Method and path, as reports name a route. */
export const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** Whether the gateway hands a route on: the product's own contract. */
export const isHandedOn = ({ path }: Operation): boolean => BEHIND_THE_GATEWAY.test(path);

/** Where a route answers: behind the gateway, if it is handed on. */
export const originOf = (operation: Operation): string =>
  isHandedOn(operation) ? gateway() : required(`${operation.service.replaceAll('-', '_').toUpperCase()}_URL`);

/** Whether a route takes writes under an Idempotency-Key. */
export const isCommand = ({ parameters }: Operation): boolean =>
  parameters.some(({ name }) => name === 'Idempotency-Key');

/** A request to a route, its path filled in. */
export const requestTo = (operation: Operation, path: string, more: Partial<Request> = {}): Request => ({
  method: operation.method,
  origin: originOf(operation),
  path,
  ...more,
});

type Json = Readonly<Record<string, unknown>>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const operationsIn = (service: string, document: Json): readonly Operation[] =>
  Object.entries((document.paths ?? {}) as Readonly<Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, described]) => operationOf({ service, method: method.toUpperCase(), path }, described, document)),
  );

const operationOf = (
  route: Pick<Operation, 'service' | 'method' | 'path'>,
  described: unknown,
  document: Json,
): Operation => {
  const { parameters = [], requestBody, security, ...rest } = resolved(described, document) as Json;
  const all = parameters as readonly Parameter[];
  const content = ((requestBody as Json | undefined)?.content ?? {}) as Readonly<Record<string, { schema: Schema }>>;
  const open = Array.isArray(security) && security.length === 0;
  return {
    ...route,
    roles: open ? undefined : ((rest['x-roles'] ?? []) as readonly string[]),
    parameters: all,
    body: content['application/json']?.schema,
    mediaTypes: Object.keys(content),
    signature: all.find(({ name }) => name.endsWith('-signature'))?.name,
  };
};

/** The same with every reference replaced by what it refers to; DTOs do not contain themselves. */
const resolved = (value: unknown, document: Json): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolved(each, document));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, allOf, ...own } = value as Json;
  const parts = Array.isArray(allOf) ? allOf.map((part) => resolved(part, document) as Json) : [];
  const target = typeof $ref === 'string' ? [resolved(referred($ref, document), document) as Json] : [];
  const kept = Object.entries(own).map(([name, each]) => [name, resolved(each, document)] as const);
  return Object.assign({}, ...parts, ...target, Object.fromEntries(kept)) as unknown;
};

const referred = (reference: string, document: Json): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (at as Json)[name], document);
