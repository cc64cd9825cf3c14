// JSON Schemas of everything that crosses Kafka, read from the types in libs/contracts by the TypeScript compiler.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const ts = require('typescript');

/** The schema of `data` for each wire type: `{ 'order.paid': {…}, … }`. */
export function schemasOf(root) {
  const entry = path.join(root, 'libs/contracts/src/index.ts');
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([entry], { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)));
  const schemas = {};
  for (const symbol of symbols) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const members = type.isUnion() ? type.types : [type];
    for (const member of members) {
      const [name, data] = ['type', 'data']
        .map((property) => member.getProperty?.(property))
        .map((found) => found && checker.getTypeOfSymbol(found));
      if (!name || !data) continue;
      const names = name.isUnion() ? name.types : [name];
      for (const each of names) if (each.isStringLiteral()) schemas[each.value] = schemaOf(data, checker);
    }
  }
  return schemas;
}

/** Structural: literals become enums, optional properties stay out of `required`, null is a type of its own. */
function schemaOf(type, checker, depth = 0) {
  if (depth > 12) throw new Error('a contract type is nested too deep');
  const next = (inner) => schemaOf(inner, checker, depth + 1);
  if (type.isUnion()) {
    const parts = type.types.filter((part) => !(part.flags & ts.TypeFlags.Undefined));
    if (parts.every((part) => part.isStringLiteral()))
      return { type: 'string', enum: parts.map(({ value }) => value).sort() };
    if (parts.every((part) => part.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    const nullable = parts.some((part) => part.flags & ts.TypeFlags.Null);
    const rest = parts.filter((part) => !(part.flags & ts.TypeFlags.Null));
    const inner = rest.every((part) => part.isStringLiteral())
      ? { type: 'string', enum: rest.map(({ value }) => value).sort() }
      : rest.every((part) => part.flags & ts.TypeFlags.BooleanLiteral)
        ? { type: 'boolean' }
        : rest.length === 1
          ? next(rest[0])
          : { anyOf: rest.map(next) };
    return nullable ? { anyOf: [inner, { type: 'null' }] } : inner;
  }
  if (type.isStringLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
  if (type.flags & ts.TypeFlags.NumberLike) return { type: 'integer' };
  if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
  if (checker.isArrayType(type) || type.symbol?.name === 'ReadonlyArray')
    return { type: 'array', items: next(checker.getTypeArguments(type)[0]) };
  const values = type.getStringIndexType?.();
  const properties = type.getProperties();
  if (values && properties.length === 0)
    return { type: 'object', additionalProperties: values.flags & ts.TypeFlags.Unknown ? true : next(values) };
  if (type.flags & ts.TypeFlags.Unknown) return {};
  const required = properties.filter((property) => !(property.flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
  return {
    type: 'object',
    required: required.sort(),
    properties: Object.fromEntries(
      properties
        .map((property) => [property.name, next(checker.getTypeOfSymbol(property))])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}
