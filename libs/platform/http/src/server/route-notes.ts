/** A header of a request, as OpenAPI shows it. */
export type HeaderNote = Readonly<{
  name: string;
  description: string;
  required?: boolean;
  schema: Readonly<Record<string, unknown>>;
}>;

const noted = new WeakMap<object, readonly HeaderNote[]>();

/** For createParamDecorator: whoever uses the parameter reads these headers. */
export const readsHeaders =
  (...headers: readonly HeaderNote[]): ParameterDecorator =>
  (controller, method) => {
    const handler: unknown = method === undefined ? undefined : Reflect.get(controller, method);
    if (typeof handler === 'function') noted.set(handler, headers);
  };

/** The headers that a route reads besides those of every request. */
export const headersOf = (handler: object): readonly HeaderNote[] => noted.get(handler) ?? [];
