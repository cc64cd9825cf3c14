/** The accounts of the books, in the order of a balance sheet. Debits are positive, credits negative. */
export const ACCOUNTS = {
  /** What the payment providers hold for the shops. */
  provider: 'assets:provider',
  /** What was transferred to buyers by hand. */
  bank: 'assets:bank',
  /** Paid to buyers before the goods were back. */
  advances: 'assets:advances',
  /** What buyers have to give back of advances, or owe for goods that they have kept. */
  receivables: 'assets:receivables:buyers',
  /** Gift cards and balances of buyers. */
  balances: 'liabilities:balances:buyers',
  /** Points of buyers, in points. */
  points: 'liabilities:points:buyers',
  carriers: 'liabilities:carriers',
  insurer: 'liabilities:insurer',
  /** Points that were paid with, in points. */
  redeemed: 'equity:points-redeemed',
  /** Discounts that the platform bears. */
  subsidies: 'expenses:subsidies',
  /** What buyers owed and never gave back. */
  writeOffs: 'expenses:write-offs',
} as const;

/** What is owed to one shop: paid by its buyers and not given back. */
export const escrowOf = (merchantId: string): string => `liabilities:escrow:${merchantId}`;
