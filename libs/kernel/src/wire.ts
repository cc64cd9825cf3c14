import type { Instant } from './decider';

/** A CloudEvents 1.0 envelope in structured JSON, as it travels on Kafka, in the feed and in webhooks. */
export type Envelope<Data extends object = object> = Readonly<{
  specversion: '1.0';
  /** UUIDv7 of the event; the key of every de-duplication. */
  id: string;
  /** The service that says it, e.g. "/after-sales". */
  source: string;
  /** Name and version, e.g. "after_sale.approved.v1". */
  type: string;
  /** The public id of the object it is about. */
  subject: string;
  time: Instant;
  datacontenttype: 'application/json';
  dataschema: string;
  /** Public id of the order, or another key where there is no order. */
  partitionkey: string;
  /** Version of the stream after this event. */
  sequence: string;
  correlationid: string;
  causationid?: string;
  traceparent?: string;
  /** Who did it: role and id; "system" for timers and processes. */
  actor: Readonly<{ role: string; id: string }>;
  data: Data;
}>;

/** What the catalogue says of one type. */
export type CatalogueEntry = Readonly<{
  topic: string;
  version: number;
  /** The field of `data` that names the object it is about, e.g. "afterSaleId". */
  subject: string;
  /** Integrators may read it; a private one stays between services. */
  public: boolean;
  /** Requests elsewhere may wait until it has been heard there (api.md 1). */
  awaited: boolean;
}>;

/** Every type that leaves a service. A stored event whose type is not in here is private to its service. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
