import { refuse, type Refusal } from '@amends/kernel';
import type { Unit } from '@amends/platform/event-store';
import { DATABASE, type Caller, type Parties } from '@amends/platform/http';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { isPlatform, partyOf } from './access';
import type { MediaType } from './media';

export type Evidence = Readonly<{ id: string; mediaType: string; bytes: Buffer }>;

type Row = Readonly<{ media_type: string; bytes: Buffer }>;

const REMEMBERED_UPLOADERS = 10_000;

/**
 * Pictures, films and papers: stored once, cited by id. Its uploader cites it first; from then on the other party of
 * what it was cited on sees and cites it as well (rulings.md 8.7). To everybody else it does not exist.
 */
@Injectable()
export class EvidenceStore {
  /** An uploader never changes. */
  private readonly uploaders = new Map<string, string>();

  constructor(@Inject(DATABASE) private readonly pool: Pool) {}

  /** Keeps an upload under an id; again under the same id changes nothing. */
  async keep(id: string, by: Caller, mediaType: MediaType, bytes: Buffer, at: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO after_sales.evidence (id, uploader, media_type, sha256, bytes, uploaded_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
      [id, partyOf(by), mediaType, createHash('sha256').update(bytes).digest(), bytes, at],
    );
  }

  /** The bytes, whoever asks. */
  async bytesOf(id: string): Promise<Evidence | undefined> {
    const { rows } = await this.pool.query<Row>('SELECT media_type, bytes FROM after_sales.evidence WHERE id = $1', [
      id,
    ]);
    const [row] = rows;
    return row && { id, mediaType: row.media_type, bytes: row.bytes };
  }

  /** Whether a caller may see and cite it. */
  async isOpenTo(id: string, caller: Caller, unit: Pick<Unit, 'lookup'>): Promise<boolean> {
    const uploader = await this.uploaderOf(id);
    if (uploader === undefined) return false;
    if (uploader === partyOf(caller) || isPlatform(caller)) return true;
    return (await unit.lookup(shownTo(id, partyOf(caller)))) !== undefined;
  }

  /** `not_found` when one of them is not the caller's to cite; comes before every other refusal (rulings.md 1.1). */
  async citable(ids: readonly string[], caller: Caller, unit: Unit): Promise<Refusal<'not_found'> | undefined> {
    for (const id of ids)
      if (!(await this.isOpenTo(id, caller, unit))) return refuse('not_found', 'There is no such evidence.');
    return undefined;
  }

  /** Shows it to both parties from now on: written with what cites it, or not at all. */
  cite(ids: readonly string[], { buyerId, merchantId }: Parties, unit: Unit): void {
    for (const id of ids)
      for (const party of [`buyer:${buyerId}`, `merchant:${merchantId}`]) unit.claim(shownTo(id, party), id);
  }

  private async uploaderOf(id: string): Promise<string | undefined> {
    const known = this.uploaders.get(id);
    if (known !== undefined) return known;
    const { rows } = await this.pool.query<{ uploader: string }>({
      name: 'evidence-uploader',
      text: 'SELECT uploader FROM after_sales.evidence WHERE id = $1',
      values: [id],
    });
    const [row] = rows;
    if (row === undefined) return undefined;
    if (this.uploaders.size >= REMEMBERED_UPLOADERS) this.uploaders.clear();
    this.uploaders.set(id, row.uploader);
    return row.uploader;
  }
}

/** The unique name that says: this party may see this evidence. Its owner is always the evidence itself. */
const shownTo = (id: string, party: string): string => `evidence-shown:${id}:${party}`;
