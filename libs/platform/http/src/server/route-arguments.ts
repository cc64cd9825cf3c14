import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import type { ListBodyPipe } from '../validation/dto-pipe';
import type { DocumentedPipe } from '../validation/path-id';

/** What the pipes of a route's parameters say of them. */
export type RouteArguments = Readonly<{
  /** Parameters in the path whose pipe knows their form. */
  ids: readonly Readonly<{ name: string; schema: DocumentedPipe['takes'] }>[];
  /** The body, where it is a list. */
  list: Readonly<{ of: Type; max: number }> | undefined;
}>;

/** How Nest keeps a parameter: where it comes from, and what it goes through. */
type Kept = Readonly<{ data?: unknown; pipes?: readonly unknown[] }>;

/** Reads what Nest keeps of a route's parameters. */
export const argumentsOf = (controller: Type, method: string): RouteArguments => {
  const kept = Object.values(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Readonly<Record<string, Kept>>,
  );
  const pipes = kept.flatMap(({ data, pipes: through }) => (through ?? []).map((pipe) => ({ name: data, pipe })));
  const lists = pipes.flatMap(({ pipe }) => (isListBody(pipe) ? [{ of: pipe.listOf, max: pipe.max }] : []));
  return {
    ids: pipes.flatMap(({ name, pipe }) =>
      typeof name === 'string' && isDocumented(pipe) ? [{ name, schema: pipe.takes }] : [],
    ),
    list: lists[0],
  };
};

const isDocumented = (pipe: unknown): pipe is DocumentedPipe<unknown> =>
  typeof pipe === 'object' && pipe !== null && 'takes' in pipe;

const isListBody = (pipe: unknown): pipe is ListBodyPipe<object> =>
  typeof pipe === 'object' && pipe !== null && 'listOf' in pipe;
