import { refuse, type Aggregate, type Decider, type Message } from '@amends/kernel';

/** A stream with everything that streams have: listings, deadlines, a rule that refuses. */
export type AccountState = Readonly<{
  id: string;
  balance: number;
  entries: number;
  owner: string;
  openedAt: string;
  closesAt?: string;
  token: number;
}>;

export type AccountEvent =
  | Message<'account.opened', { id: string; owner: string; at: string; orderId?: string }>
  | Message<'account.credited', { amount: number; orderId?: string }>
  | Message<'account.closing_announced', { closesAt: string }>
  | Message<'account.closing_withdrawn', { at: string }>;

export type AccountCommand =
  | Message<'Open', { id: string; owner: string; at: string; orderId?: string }>
  | Message<'Credit', { amount: number; times?: number; orderId?: string }>
  | Message<'AnnounceClosing', { closesAt: string }>
  | Message<'WithdrawClosing', { at: string }>;

const initialState: AccountState = { id: '', balance: 0, entries: 0, owner: '', openedAt: '', token: 0 };

const evolve = (state: AccountState, event: AccountEvent): AccountState => {
  switch (event.type) {
    case 'account.opened':
      return { ...state, id: event.data.id, owner: event.data.owner, openedAt: event.data.at };
    case 'account.credited':
      return { ...state, balance: state.balance + event.data.amount, entries: state.entries + 1 };
    case 'account.closing_announced':
      return { ...state, closesAt: event.data.closesAt, token: state.token + 1 };
    case 'account.closing_withdrawn': {
      const { closesAt: _withdrawn, ...rest } = state;
      return rest;
    }
  }
};

export const account: Aggregate<AccountState, AccountEvent> = {
  category: 'account',
  revision: 1,
  initialState,
  evolve,
  listings: ({ id, owner, openedAt, balance, closesAt }) =>
    id === ''
      ? []
      : [
          {
            kind: 'account',
            id,
            buyerId: owner,
            status: balance > 0 ? 'funded' : 'empty',
            flagged: closesAt !== undefined,
            createdAt: openedAt,
            updatedAt: openedAt,
          },
        ],
  deadlines: ({ closesAt, token }) =>
    closesAt === undefined ? [] : [{ name: 'closing', kind: 'closing', token, dueAt: closesAt }],
};

type AccountDecider = Decider<AccountState, AccountCommand, AccountEvent, 'not_open' | 'already_open'> &
  Readonly<{ aggregate: typeof account }>;

export const accountDecider: AccountDecider = {
  aggregate: account,
  initialState,
  evolve,
  decide: (command, state) => {
    if (command.type === 'Open') {
      if (state.id !== '') return refuse('already_open', 'There is such an account.');
      return [{ type: 'account.opened', data: command.data }];
    }
    if (state.id === '') return refuse('not_open', 'There is no such account.');
    switch (command.type) {
      case 'Credit': {
        const { amount, times = 1, orderId } = command.data;
        const data = orderId === undefined ? { amount } : { amount, orderId };
        return Array.from({ length: times }, (): AccountEvent => ({ type: 'account.credited', data }));
      }
      case 'AnnounceClosing':
        return [{ type: 'account.closing_announced', data: command.data }];
      case 'WithdrawClosing':
        return [{ type: 'account.closing_withdrawn', data: command.data }];
    }
  },
};
