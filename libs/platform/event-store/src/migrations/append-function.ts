/**
 * One call writes a batch of units; each unit changes any number of streams, whole or not at all, and a unit that loses
 * leaves nothing behind. The answer names the units that were not written: `conflict` (a stream is at another version),
 * `duplicate` (the command has been answered before) or `name_taken` (detail: the name and its owner, as JSON).
 *
 * Arrays: s_ streams to change, r_ streams only read, e_ events, l_ list rows, x_ list rows that go, d_ deadlines that
 * start, c_ deadlines that end, k_ answers of commands, n_ unique names; *_unit is the ordinal of the unit.
 *
 * Locks are taken in one order everywhere (new streams, streams, commands, names; each sorted), so that concurrent
 * calls wait for each other but never in a circle.
 */
export const APPEND_FUNCTION = `
CREATE FUNCTION es.append(
  s_unit int[], s_id uuid[], s_expected int[], s_version int[], s_category text[], s_revision int[], s_key uuid[], s_state json[],
  r_unit int[], r_id uuid[], r_version int[],
  e_unit int[], e_stream uuid[], e_version int[], e_id uuid[], e_category text[], e_type text[], e_schema smallint[], e_key uuid[],
  e_data json[], e_meta json[], e_at timestamptz[],
  l_unit int[], l_kind text[], l_id text[], l_stream uuid[], l_order text[], l_after_sale text[], l_buyer text[], l_merchant text[],
  l_status text[], l_type text[], l_reference text[], l_flagged boolean[], l_created timestamptz[], l_updated timestamptz[],
  x_unit int[], x_kind text[], x_id text[],
  d_unit int[], d_id uuid[], d_stream uuid[], d_name text[], d_kind text[], d_token int[], d_due timestamptz[],
  c_unit int[], c_id uuid[],
  k_unit int[], k_id uuid[], k_hash bytea[], k_status int[], k_body text[], k_headers json[], k_at timestamptz[],
  n_unit int[], n_name text[], n_owner text[])
RETURNS TABLE (failed_unit int, outcome text, detail text)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  failed int[] := '{}';
  lost int[];
  fresh_names text[];
BEGIN
  PERFORM pg_current_xact_id(); -- the xid before any nextval: the relay's fence rests on it

  IF 0 = ANY (s_expected) THEN
    INSERT INTO es.streams (stream_id, category, version, state, revision, partition_key)
    SELECT s.id, s.category, 0, 'null', s.revision, s.key
    FROM unnest(s_id, s_expected, s_category, s_revision, s_key) AS s (id, expected, category, revision, key)
    WHERE s.expected = 0
    ORDER BY s.id
    ON CONFLICT (stream_id) DO NOTHING;
  END IF;

  WITH locked AS MATERIALIZED (
    SELECT t.stream_id, t.version FROM es.streams t WHERE t.stream_id = ANY (s_id) ORDER BY t.stream_id FOR UPDATE)
  SELECT coalesce(array_agg(DISTINCT s.unit), '{}') INTO failed
  FROM unnest(s_unit, s_id, s_expected) AS s (unit, id, expected)
  LEFT JOIN locked ON locked.stream_id = s.id
  WHERE locked.version IS DISTINCT FROM s.expected;

  IF cardinality(r_id) > 0 THEN
    SELECT failed || coalesce(array_agg(DISTINCT r.unit), '{}') INTO failed
    FROM unnest(r_unit, r_id, r_version) AS r (unit, id, version)
    LEFT JOIN es.streams t ON t.stream_id = r.id
    WHERE coalesce(t.version, 0) <> r.version AND NOT r.unit = ANY (failed);
  END IF;
  IF cardinality(failed) > 0 THEN
    RETURN QUERY SELECT u, 'conflict', NULL::text FROM unnest(failed) AS u;
  END IF;

  IF cardinality(k_id) > 0 THEN
    WITH wanted AS MATERIALIZED (
      SELECT k.* FROM unnest(k_unit, k_id, k_hash, k_status, k_body, k_headers, k_at)
        AS k (unit, id, hash, status, body, headers, at)
      WHERE NOT k.unit = ANY (failed)),
    written AS (
      INSERT INTO es.commands (command_id, body_hash, status, body, headers, at)
      SELECT w.id, w.hash, w.status, w.body, w.headers, w.at FROM wanted w ORDER BY w.id
      ON CONFLICT (command_id) DO NOTHING
      RETURNING command_id)
    SELECT coalesce(array_agg(w.unit), '{}') INTO lost
    FROM wanted w WHERE NOT EXISTS (SELECT FROM written WHERE written.command_id = w.id);
    IF cardinality(lost) > 0 THEN
      failed := failed || lost;
      RETURN QUERY SELECT u, 'duplicate', NULL::text FROM unnest(lost) AS u;
    END IF;
  END IF;

  IF cardinality(n_name) > 0 THEN
    WITH written AS (
      INSERT INTO es.names (name, owner)
      SELECT n.name, n.owner FROM unnest(n_unit, n_name, n_owner) AS n (unit, name, owner)
      WHERE NOT n.unit = ANY (failed)
      ORDER BY n.name
      ON CONFLICT (name) DO NOTHING
      RETURNING es.names.name)
    SELECT coalesce(array_agg(written.name), '{}') INTO fresh_names FROM written;

    SELECT coalesce(array_agg(DISTINCT n.unit), '{}') INTO lost
    FROM unnest(n_unit, n_name, n_owner) AS n (unit, name, owner)
    JOIN es.names t ON t.name = n.name
    WHERE t.owner <> n.owner AND NOT n.unit = ANY (failed);

    IF cardinality(lost) > 0 THEN
      -- The units that lose give back what they have written here, so that nothing of them stays.
      DELETE FROM es.names t
      USING unnest(n_unit, n_name, n_owner) AS n (unit, name, owner)
      WHERE n.unit = ANY (lost) AND t.name = n.name AND t.owner = n.owner AND t.name = ANY (fresh_names);
      DELETE FROM es.commands t
      USING unnest(k_unit, k_id) AS k (unit, id)
      WHERE k.unit = ANY (lost) AND t.command_id = k.id;
      -- A name whose taker has just lost as well is free again: its unit may try once more.
      RETURN QUERY
      SELECT DISTINCT ON (n.unit) n.unit, CASE WHEN t.owner IS NULL THEN 'conflict' ELSE 'name_taken' END,
        CASE WHEN t.owner IS NULL THEN NULL ELSE json_build_object('name', n.name, 'owner', t.owner)::text END
      FROM unnest(n_unit, n_name, n_owner) AS n (unit, name, owner)
      LEFT JOIN es.names t ON t.name = n.name AND t.owner <> n.owner
      WHERE n.unit = ANY (lost)
      ORDER BY n.unit, t.owner NULLS LAST;
      failed := failed || lost;
    END IF;
  END IF;

  INSERT INTO es.events (stream_id, version, event_id, category, type, schema_v, partition_key, data, meta, at)
  SELECT e.stream, e.version, e.id, e.category, e.type, e.schema, e.key, e.data, e.meta, e.at
  FROM unnest(e_unit, e_stream, e_version, e_id, e_category, e_type, e_schema, e_key, e_data, e_meta, e_at)
    WITH ORDINALITY AS e (unit, stream, version, id, category, type, schema, key, data, meta, at, place)
  WHERE NOT e.unit = ANY (failed)
  ORDER BY e.place;

  UPDATE es.streams t
  SET version = s.version, state = s.state, revision = s.revision, partition_key = s.key, updated_at = clock_timestamp()
  FROM unnest(s_unit, s_id, s_version, s_revision, s_key, s_state) AS s (unit, id, version, revision, key, state)
  WHERE t.stream_id = s.id AND NOT s.unit = ANY (failed);

  IF cardinality(x_id) > 0 THEN
    DELETE FROM es.listings t
    USING unnest(x_unit, x_kind, x_id) AS x (unit, kind, id)
    WHERE t.kind = x.kind AND t.id = x.id AND NOT x.unit = ANY (failed);
  END IF;

  IF cardinality(l_id) > 0 THEN
    INSERT INTO es.listings AS t (kind, id, stream_id, order_id, after_sale_id, buyer_id, merchant_id, status, type, reference,
      flagged, created_at, updated_at)
    SELECT l.kind, l.id, l.stream, l.order_id, l.after_sale, l.buyer, l.merchant, l.status, l.type, l.reference,
      l.flagged, l.created, l.updated
    FROM unnest(l_unit, l_kind, l_id, l_stream, l_order, l_after_sale, l_buyer, l_merchant, l_status, l_type, l_reference,
      l_flagged, l_created, l_updated)
      AS l (unit, kind, id, stream, order_id, after_sale, buyer, merchant, status, type, reference, flagged, created, updated)
    WHERE NOT l.unit = ANY (failed)
    ON CONFLICT (kind, id) DO UPDATE SET stream_id = excluded.stream_id, order_id = excluded.order_id,
      after_sale_id = excluded.after_sale_id, buyer_id = excluded.buyer_id, merchant_id = excluded.merchant_id,
      status = excluded.status, type = excluded.type, reference = excluded.reference, flagged = excluded.flagged,
      created_at = excluded.created_at, updated_at = excluded.updated_at;
  END IF;

  IF cardinality(c_id) > 0 THEN
    UPDATE tmr.deadlines t SET status = 1
    FROM unnest(c_unit, c_id) AS c (unit, id)
    WHERE t.deadline_id = c.id AND NOT c.unit = ANY (failed);
  END IF;

  IF cardinality(d_id) > 0 THEN
    INSERT INTO tmr.deadlines AS t (deadline_id, stream_id, name, kind, token, due_at)
    SELECT d.id, d.stream, d.name, d.kind, d.token, d.due
    FROM unnest(d_unit, d_id, d_stream, d_name, d_kind, d_token, d_due) AS d (unit, id, stream, name, kind, token, due)
    WHERE NOT d.unit = ANY (failed)
    ON CONFLICT (deadline_id) DO UPDATE SET kind = excluded.kind, due_at = excluded.due_at, status = 0, armed_at = NULL,
      attempts = t.attempts + 1;
  END IF;
END $$`;
