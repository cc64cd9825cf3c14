import { passes, type Feed, type FeedEvent, type FeedFilter } from './feed';
import type { FeedTail } from './feed-tail';

/** Where a stream is written to: resolves when more may be written, and says when nobody reads any more. */
export type Sink = Readonly<{ write: (text: string) => Promise<void>; isClosed: () => boolean; end: () => void }>;

const HEARTBEAT_MS = 15_000;
const READ_AT_ONCE = 200;

/** Live followers of the feed. Each is written to as fast as it reads; who falls behind reads from the database. */
export class EventStreams {
  private open = 0;

  constructor(
    private readonly feed: Feed,
    private readonly tail: FeedTail,
    private readonly most: number,
  ) {}

  get isFull(): boolean {
    return this.open >= this.most;
  }

  /** Where a new follower begins: now. */
  get now(): number {
    return this.tail.position;
  }

  /** Writes every event after the position that passes, as a server-sent event, until the reader or the process ends. */
  async follow(from: number, filter: FeedFilter, sink: Sink): Promise<void> {
    this.open += 1;
    try {
      await sink.write(': the feed\n\n');
      let position = from;
      while (!sink.isClosed() && !this.tail.isOver) {
        const { events, upTo } = await this.next(position, filter);
        for (const event of events) await sink.write(frame(event));
        if (upTo === position) await this.rest(position, sink);
        position = upTo;
      }
    } finally {
      this.open -= 1;
      sink.end();
    }
  }

  /** What comes next, and how far that goes. */
  private async next(
    position: number,
    filter: FeedFilter,
  ): Promise<Readonly<{ events: readonly FeedEvent[]; upTo: number }>> {
    const end = this.tail.position;
    const remembered = this.tail.after(position);
    if (remembered !== undefined)
      return { events: remembered.filter((event) => passes(filter, event)), upTo: Math.max(position, end) };
    const events = await this.feed.after(position, filter, READ_AT_ONCE, end);
    const last = events.at(-1);
    return { events, upTo: events.length === READ_AT_ONCE && last !== undefined ? last.position : end };
  }

  private async rest(position: number, sink: Sink): Promise<void> {
    await this.tail.moved(position, HEARTBEAT_MS);
    if (this.tail.position <= position && !this.tail.isOver) await sink.write(':\n\n');
  }
}

/** Its id lets a reader go on after it; its data is the envelope, which is one line. */
const frame = ({ eventId, type, envelope }: FeedEvent): string =>
  `id: ${eventId}\nevent: ${type}\ndata: ${envelope}\n\n`;
