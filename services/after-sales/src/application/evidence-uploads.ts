import { EventStore } from '@amends/platform/event-store';
import { Commands, notFound, type Caller, type CommandContext } from '@amends/platform/http';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { EvidenceStore, type Evidence } from './evidence';
import type { MediaType } from './media';

/** Keeps evidence and hands it out to those who may see it. */
@Injectable()
export class EvidenceUploads {
  constructor(
    private readonly commands: Commands,
    private readonly evidence: EvidenceStore,
    private readonly store: EventStore,
  ) {}

  /** Keeps an upload and answers with its id and hash; once per idempotency key. */
  async keep(
    context: CommandContext,
    { mediaType, bytes }: Readonly<{ mediaType: MediaType; bytes: Buffer }>,
  ): Promise<void> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // The key belongs to the content: the body as it was sent is too long to be kept for comparison.
    const request = { ...context, body: { mediaType, sha256 } };
    await this.commands.run(request, async (unit) => {
      const id = unit.newId('evd');
      await this.evidence.keep(id, context.caller, mediaType, bytes, unit.now);
      return { status: 201, body: { id, sha256, mediaType, size: bytes.length } };
    });
  }

  /** The bytes as they were uploaded; what the caller may not see is 404. */
  async find(id: string, caller: Caller): Promise<Evidence> {
    const reading = { actor: { role: caller.role, id: caller.id }, correlationId: id };
    const open = await this.store.run(reading, (unit) => this.evidence.isOpenTo(id, caller, unit));
    return open ? ((await this.evidence.bytesOf(id)) ?? notFound()) : notFound();
  }
}
