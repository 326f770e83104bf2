-- A tally of kinds, so that a count costs little on a ledger of any size. It is kept by a trigger
-- and by nobody else, guarded like the other tables, and compared with the entries at every check.
SET LOCAL ROLE truceline_owner;

CREATE TABLE truceline.tally (
    kind text COLLATE "C" PRIMARY KEY,
    entries bigint NOT NULL CHECK (entries > 0)
);
-- Row security hides the entries from their owner too; for this one count, inside this transaction,
-- it does not.
ALTER TABLE truceline.entry NO FORCE ROW LEVEL SECURITY;
INSERT INTO truceline.tally SELECT kind, count(*) FROM truceline.entry GROUP BY kind;
ALTER TABLE truceline.entry FORCE ROW LEVEL SECURITY;

ALTER TABLE truceline.tally ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tally_read ON truceline.tally FOR SELECT
    USING ((SELECT truceline.has_right('read') OR truceline.has_right('append')));
CREATE POLICY tally_add ON truceline.tally FOR INSERT
    WITH CHECK ((SELECT truceline.has_right('append')));
CREATE POLICY tally_grow ON truceline.tally FOR UPDATE
    USING ((SELECT truceline.has_right('append')));

CREATE FUNCTION truceline.count_added() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO truceline.tally AS held
    SELECT added.kind, count(*) FROM added GROUP BY added.kind
    ON CONFLICT (kind) DO UPDATE SET entries = held.entries + excluded.entries;
    RETURN NULL;
END $$;

CREATE FUNCTION truceline.refuse_unless_counted_up() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.entries <= OLD.entries OR NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'a tally only grows' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entry_tallied AFTER INSERT ON truceline.entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION truceline.count_added();
CREATE TRIGGER tally_never_lost BEFORE DELETE OR TRUNCATE ON truceline.tally
    FOR EACH STATEMENT EXECUTE FUNCTION truceline.refuse();
CREATE TRIGGER tally_only_grows BEFORE UPDATE ON truceline.tally
    FOR EACH ROW EXECUTE FUNCTION truceline.refuse_unless_counted_up();
ALTER TABLE truceline.entry ENABLE ALWAYS TRIGGER entry_tallied;
ALTER TABLE truceline.tally ENABLE ALWAYS TRIGGER tally_never_lost;
ALTER TABLE truceline.tally ENABLE ALWAYS TRIGGER tally_only_grows;

REVOKE ALL ON FUNCTION truceline.count_added, truceline.refuse_unless_counted_up FROM PUBLIC;
GRANT SELECT ON truceline.tally TO truceline_app, truceline_signer, truceline_auditor;
RESET ROLE;
