import type { ListPage } from '@amends/platform/event-store';
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { documented } from './field-documents';
import { BoundedText, Optional, WholeNumber } from './fields';

/** How many entries a page has: 1 to 100. */
export const PageSize = (usual: number): PropertyDecorator =>
  applyDecorators(
    WholeNumber(1, 100),
    Type(() => Number),
    documented({ required: false, default: usual }),
  );

/** The query of every list; filters extend it. */
export class PageQuery {
  @PageSize(20)
  readonly limit: number = 20;

  @Optional()
  @BoundedText(1000)
  readonly cursor?: string;
}

export type ListAnswer<Item> = Readonly<{ data: readonly Item[]; nextCursor: string | null }>;

/** The answer of a list: each entry rendered from the state of its stream. */
export const listAnswer = <State, Item>(
  page: ListPage<State>,
  render: (item: ListPage<State>['items'][number]) => Item,
): ListAnswer<Item> => ({ data: page.items.map(render), nextCursor: page.nextCursor });
