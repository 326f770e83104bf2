-- The tables of a sealed ledger (docs/explain/ledger-form.md) and what guards them.
--
-- First wall, privileges: the app may read, and change nothing by itself; `add` and `erase` are
-- functions that run with the owner's rights. Second wall, row security, forced on the owner too:
-- nothing is seen or written unless the session holds a token that was granted the right. The
-- token is looked up in a function, as a policy on a plain setting is no wall: whoever can run SQL
-- sets it. Triggers that are always enabled refuse updates, deletes and truncation to everybody;
-- only who disables them first, a superuser, gets past, and checkpoints kept elsewhere show that.
CREATE SCHEMA truceline AUTHORIZATION truceline_owner;
GRANT USAGE ON SCHEMA truceline TO truceline_app, truceline_signer, truceline_auditor;
SET LOCAL ROLE truceline_owner;

CREATE TABLE truceline.entry (
    entry_index bigint PRIMARY KEY CHECK (entry_index >= 0),
    leaf bytea NOT NULL CHECK (octet_length(leaf) <= 8192),
    leaf_hash bytea NOT NULL,
    kind text COLLATE "C" NOT NULL,
    token bytea NOT NULL,
    supersedes bytea,
    request bytea,
    recorded_at text COLLATE "C" NOT NULL,
    CONSTRAINT entry_hashed CHECK (leaf_hash = sha256('\x00'::bytea || leaf))
);
CREATE INDEX entry_by_kind ON truceline.entry (kind, entry_index);
CREATE INDEX entry_by_token ON truceline.entry (token, entry_index);
CREATE INDEX entry_by_superseded ON truceline.entry (supersedes, entry_index)
    WHERE supersedes IS NOT NULL;
CREATE INDEX entry_by_request ON truceline.entry (request, entry_index) WHERE request IS NOT NULL;

CREATE TABLE truceline.body (
    entry_index bigint PRIMARY KEY,
    body bytea NOT NULL
);
-- A body is encrypted, so compressing it is work for nothing.
ALTER TABLE truceline.body ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE truceline.head (
    one smallint PRIMARY KEY CHECK (one = 1),
    size bigint NOT NULL CHECK (size >= 0),
    peaks bytea NOT NULL,
    root bytea NOT NULL
);
INSERT INTO truceline.head VALUES (1, 0, '\x', sha256('\x'));

CREATE TABLE truceline.access (
    token_digest bytea PRIMARY KEY,
    held_by name NOT NULL,
    rights text[] NOT NULL CHECK (rights <@ ARRAY['read', 'append', 'erase']),
    note text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);

CREATE TABLE truceline.form (
    step integer PRIMARY KEY,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- Whether this session holds a token with a right. `session_user` is who logged in, whatever role
-- the session or a function took on since.
CREATE FUNCTION truceline.has_right(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM truceline.access
        WHERE token_digest = sha256(convert_to(current_setting('truceline.token', true), 'UTF8'))
          AND wanted = ANY (rights)
          AND pg_has_role(session_user, held_by, 'MEMBER')
          AND (expires_at IS NULL OR expires_at > now())
    )
$$;

ALTER TABLE truceline.entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE truceline.body ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE truceline.head ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- Each check stands in a subselect, so that it is made once a statement and not once a row.
CREATE POLICY entry_read ON truceline.entry FOR SELECT USING ((SELECT truceline.has_right('read')));
CREATE POLICY entry_add ON truceline.entry FOR INSERT
    WITH CHECK ((SELECT truceline.has_right('append')));
CREATE POLICY body_read ON truceline.body FOR SELECT USING ((SELECT truceline.has_right('read')));
CREATE POLICY body_add ON truceline.body FOR INSERT
    WITH CHECK ((SELECT truceline.has_right('append')));
CREATE POLICY body_erase ON truceline.body FOR DELETE
    USING ((SELECT truceline.has_right('erase')));
CREATE POLICY head_read ON truceline.head FOR SELECT USING ((SELECT truceline.has_right('read')));
CREATE POLICY head_grow ON truceline.head FOR UPDATE
    USING ((SELECT truceline.has_right('append')));

CREATE FUNCTION truceline.refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a ledger is never rewritten: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- Where row security hides the head, as from a session without a token, nothing is in order.
CREATE FUNCTION truceline.refuse_unless_in_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lowest bigint;
    highest bigint;
    count bigint;
BEGIN
    SELECT min(added.entry_index), max(added.entry_index), count(*) INTO lowest, highest, count
    FROM added;
    IF count > 0 AND (
        lowest IS DISTINCT FROM (SELECT size FROM truceline.head)
        OR highest <> lowest + count - 1
    ) THEN
        RAISE EXCEPTION 'a ledger is only added to at its end'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION truceline.refuse_unless_grown() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.size <= OLD.size
       OR NEW.size IS DISTINCT FROM (SELECT max(entry_index) + 1 FROM truceline.entry) THEN
        RAISE EXCEPTION 'a head names a size that the entries do not have'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- At commit: a body may go only where an erasure, which is an entry itself, names it.
CREATE FUNCTION truceline.refuse_unless_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM truceline.entry
        WHERE kind = 'erasure'
          AND (convert_from(leaf, 'UTF8')::jsonb -> 'erases') @> to_jsonb(OLD.entry_index)
    ) THEN
        RAISE EXCEPTION 'the body of entry % is named by no erasure', OLD.entry_index
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON truceline.entry
    FOR EACH STATEMENT EXECUTE FUNCTION truceline.refuse();
CREATE TRIGGER entry_in_order AFTER INSERT ON truceline.entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION truceline.refuse_unless_in_order();
CREATE TRIGGER body_never_changed BEFORE UPDATE OR TRUNCATE ON truceline.body
    FOR EACH STATEMENT EXECUTE FUNCTION truceline.refuse();
CREATE CONSTRAINT TRIGGER body_only_erased AFTER DELETE ON truceline.body
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION truceline.refuse_unless_erased();
CREATE TRIGGER head_never_lost BEFORE INSERT OR DELETE OR TRUNCATE ON truceline.head
    FOR EACH STATEMENT EXECUTE FUNCTION truceline.refuse();
CREATE TRIGGER head_only_grows BEFORE UPDATE ON truceline.head
    FOR EACH ROW EXECUTE FUNCTION truceline.refuse_unless_grown();
ALTER TABLE truceline.entry ENABLE ALWAYS TRIGGER entry_never_changed;
ALTER TABLE truceline.entry ENABLE ALWAYS TRIGGER entry_in_order;
ALTER TABLE truceline.body ENABLE ALWAYS TRIGGER body_never_changed;
ALTER TABLE truceline.body ENABLE ALWAYS TRIGGER body_only_erased;
ALTER TABLE truceline.head ENABLE ALWAYS TRIGGER head_never_lost;
ALTER TABLE truceline.head ENABLE ALWAYS TRIGGER head_only_grows;

-- The locked head row: one writer at a time, served in the order in which they came.
-- The latest time is asked for once the row is held: by then no other entry can come.
CREATE FUNCTION truceline.hold()
RETURNS TABLE (size bigint, peaks bytea, root bytea, latest text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT head.size, head.peaks, head.root INTO size, peaks, root
    FROM truceline.head FOR UPDATE;
    IF FOUND THEN
        SELECT recorded_at INTO latest
        FROM truceline.entry ORDER BY entry_index DESC LIMIT 1;
        RETURN NEXT;
    END IF;
END $$;

-- Adds entries with consecutive indexes from `first`, their bodies, and the head over them.
CREATE FUNCTION truceline.add(
    first bigint, leaves bytea[], leaf_hashes bytea[], kinds text[], tokens bytea[],
    superseded bytea[], requests bytea[], moments text[], bodies bytea[],
    new_size bigint, new_peaks bytea, new_root bytea
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM truceline.head FOR UPDATE;
    INSERT INTO truceline.entry
    SELECT first + given.place - 1, given.leaf, given.leaf_hash, given.kind, given.token,
           given.supersedes, given.request, given.moment
    FROM unnest(leaves, leaf_hashes, kinds, tokens, superseded, requests, moments)
        WITH ORDINALITY
        AS given (leaf, leaf_hash, kind, token, supersedes, request, moment, place);
    INSERT INTO truceline.body
    SELECT first + given.place - 1, given.body
    FROM unnest(bodies) WITH ORDINALITY AS given (body, place)
    WHERE given.body IS NOT NULL;
    UPDATE truceline.head SET size = new_size, peaks = new_peaks, root = new_root;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this session may not append' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION truceline.erase(indexes bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF NOT truceline.has_right('erase') THEN
        RAISE EXCEPTION 'this session may not erase' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM truceline.body WHERE entry_index = ANY (indexes);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA truceline FROM PUBLIC;
GRANT EXECUTE ON FUNCTION truceline.has_right TO truceline_app, truceline_signer, truceline_auditor;
GRANT EXECUTE ON FUNCTION truceline.hold, truceline.add, truceline.erase TO truceline_app;
GRANT SELECT ON truceline.entry, truceline.body, truceline.head, truceline.form TO truceline_app;
GRANT SELECT ON truceline.entry, truceline.head, truceline.form
    TO truceline_signer, truceline_auditor;
RESET ROLE;
