-- The roles of a ledger on a server. They are the same for every ledger of the server; what a
-- session may do in one ledger is said by its token there. None of them can log in: people and
-- programs get roles of their own, made by `CREATE ROLE ann LOGIN IN ROLE truceline_app`.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[
        'truceline_owner',    -- owns everything; used by migrations alone
        'truceline_app',      -- reads, and adds through functions
        'truceline_signer',   -- reads entries and head, no bodies
        'truceline_auditor'   -- the same; a role of its own so that it can be taken back alone
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another ledger of this server was prepared at the same moment
            END;
        END IF;
    END LOOP;
END $$;
