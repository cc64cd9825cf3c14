import type { ListPage } from '@amends/platform/event-store';
import { Type } from 'class-transformer';
import { BoundedText, Optional, WholeNumber } from './fields';

/** The query of every list; filters extend it. */
export class PageQuery {
  @WholeNumber(1, 100)
  @Type(() => Number)
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
