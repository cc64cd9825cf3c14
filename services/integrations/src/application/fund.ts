import type { FastRefundSettingsChanged } from '@amends/contracts';
import { ACCOUNTS } from '@amends/domain/ledger';
import type { Log, Metrics } from '@amends/platform/observability';
import type { Received } from '@amends/platform/messaging';
import type { Pool, PoolClient } from 'pg';
import { regularly } from './regularly';

/** What is out of the fund in one currency, in minor units; `alarmLevel` null: no level is set. */
export type FundStanding = Readonly<{ currency: string; out: number; alarmLevel: number | null; alarm: boolean }>;

const EVERY_MS = 5000;

/** The account of the platform's fund: what it has advanced and not been paid back, and whether that is too much. */
export class Fund {
  private readonly alarmed = new Set<string>();

  constructor(
    private readonly pool: Pool,
    private readonly log: Log,
    private readonly metrics: Pick<Metrics, 'fastRefundFund' | 'fastRefundFundAlarm'>,
  ) {}

  /** Notes the level that the settings name last, inside the transaction of their consumer. */
  static async hear(
    messages: readonly Received<FastRefundSettingsChanged['data']>[],
    client: PoolClient,
  ): Promise<void> {
    const last = messages.at(-1)?.data;
    if (last === undefined) return;
    await client.query({
      name: 'fund-level',
      text: `INSERT INTO books.fund_alarm AS known (level, heard_at) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET level = excluded.level, heard_at = excluded.heard_at
             WHERE known.heard_at <= excluded.heard_at`,
      values: [last.fundAlarmLevel, last.occurredAt],
    });
  }

  /** Every currency in which anything was ever advanced. */
  async standing(): Promise<readonly FundStanding[]> {
    const { rows } = await this.pool.query<Readonly<{ currency: string; out: string; level: string | null }>>({
      name: 'fund-standing',
      text: `SELECT o.currency, sum(p.amount) AS out, (SELECT level FROM books.fund_alarm) AS level
             FROM books.postings p JOIN books.orders o USING (order_id)
             WHERE p.account = '${ACCOUNTS.advances}' GROUP BY 1 ORDER BY 1`,
    });
    return rows.map(({ currency, out, level }) => {
      const alarmLevel = level === null ? null : Number(level);
      return { currency, out: Number(out), alarmLevel, alarm: alarmLevel !== null && Number(out) > alarmLevel };
    });
  }

  /** Begins to look every five seconds; answers how to end. */
  start(): Readonly<{ stop: () => Promise<void> }> {
    return regularly(
      EVERY_MS,
      () => this.look(),
      (error) => this.log.error('fund.not_looked_at', error),
    );
  }

  /** Shows the fund in the metrics, and says once when an alarm begins and once when it ends. */
  async look(): Promise<void> {
    for (const { currency, out, alarmLevel, alarm } of await this.standing()) {
      this.metrics.fastRefundFund.set({ currency }, out);
      this.metrics.fastRefundFundAlarm.set({ currency }, alarm ? 1 : 0);
      if (alarm === this.alarmed.has(currency)) continue;
      if (alarm) this.alarmed.add(currency);
      else this.alarmed.delete(currency);
      this.log.warn(alarm ? 'fund.above_level' : 'fund.below_level', { currency, out, alarmLevel });
    }
  }
}
