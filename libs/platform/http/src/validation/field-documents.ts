/** What OpenAPI says of a field; kept small, because the documentation is built only when somebody asks for it. */
export type FieldDocument = Readonly<{
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  nested?: () => new () => object;
  list?: boolean;
  required?: boolean;
}> &
  Readonly<Record<string, unknown>>;

const documents = new Map<object, Map<string, FieldDocument>>();

/** Notes what OpenAPI says of a field; several notes about one field add up. */
export const documented =
  (document: FieldDocument): PropertyDecorator =>
  (prototype, name) => {
    const fields = documents.get(prototype) ?? new Map<string, FieldDocument>();
    fields.set(String(name), { ...fields.get(String(name)), ...document });
    documents.set(prototype, fields);
  };

/** Says what a field is for, in the words of the documentation: unit, example, who may see it. */
export const Says = (description: string, example?: unknown): PropertyDecorator =>
  documented(example === undefined ? { description } : { description, example });

/** All notes, by the prototype of the DTO class. */
export const fieldDocuments = (): ReadonlyMap<object, ReadonlyMap<string, FieldDocument>> => documents;
