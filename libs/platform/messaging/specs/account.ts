import { idOf, refuse, type Aggregate, type Catalogue, type Decider, type Message } from '@amends/kernel';

/** What one service says of an order's account, for the specs of what travels between services. */
export type AccountEvent =
  | Message<'account.opened', { id: string; orderId: string }>
  | Message<'account.credited', { id: string; orderId: string; amount: number }>;
export type AccountState = Readonly<{ id: string; balance: number }>;
export type Credit = Message<'Credit', { id: string; orderId: string; amount: number }>;

const initialState: AccountState = { id: '', balance: 0 };

const evolve = (state: AccountState, event: AccountEvent): AccountState => {
  switch (event.type) {
    case 'account.opened':
      return { ...state, id: event.data.id };
    case 'account.credited':
      return { ...state, balance: state.balance + event.data.amount };
  }
};

export const account: Aggregate<AccountState, AccountEvent> = {
  category: 'account',
  revision: 1,
  initialState,
  evolve,
};

type AccountDecider = Decider<AccountState, Credit, AccountEvent, 'negative'> & Readonly<{ aggregate: typeof account }>;

/** Opens the account with its first credit. */
export const accountDecider: AccountDecider = {
  aggregate: account,
  initialState,
  evolve,
  decide: ({ data }, { id }) => {
    if (data.amount < 0) return refuse('negative', 'An amount is not negative.');
    const opened: AccountEvent = { type: 'account.opened', data: { id: data.id, orderId: data.orderId } };
    const credited: AccountEvent = { type: 'account.credited', data };
    return id === '' ? [opened, credited] : [credited];
  },
};

export const credit = (uuid: string, amount: number): Credit => ({
  type: 'Credit',
  data: { id: uuid, orderId: idOf('ord', uuid), amount },
});

const entry = { topic: 'accounts', version: 1, subject: 'id', public: true };
export const catalogue: Catalogue = {
  'account.opened': { ...entry, awaited: false },
  'account.credited': { ...entry, awaited: true },
};
