-- Runs at every start, as one string without parameters: PostgreSQL executes that as one transaction, so the ledger
-- is there completely or not at all. The lock lets one of several starting applications go first.
SELECT pg_advisory_xact_lock(20260101);

CREATE SCHEMA IF NOT EXISTS ledger;

CREATE TABLE IF NOT EXISTS ledger.account (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL UNIQUE,
    balance numeric(14, 2) NOT NULL DEFAULT 0 CHECK (balance >= 0),
    tags    text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE IF NOT EXISTS ledger.transfer (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_account bigint NOT NULL REFERENCES ledger.account,
    to_account   bigint NOT NULL REFERENCES ledger.account,
    amount       numeric(14, 2) NOT NULL CHECK (amount > 0),
    made_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (from_account <> to_account)
);

-- The first data, only for a ledger that has none.
WITH opened AS (
    INSERT INTO ledger.account (name, balance, tags)
    SELECT name, balance, tags
      FROM (VALUES ('Household',      2480.50, ARRAY['daily', 'shared']),
                   ('Savings',       15200.00, ARRAY['reserve']),
                   ('Holiday',        1310.75, ARRAY['goal', 'summer']),
                   ('Rent',            950.00, ARRAY['fixed', 'monthly']),
                   ('Bicycle repair',   64.20, ARRAY[]::text[])
           ) AS first_accounts (name, balance, tags)
     WHERE NOT EXISTS (SELECT FROM ledger.account)
    RETURNING id, name)
INSERT INTO ledger.transfer (from_account, to_account, amount, made_at)
SELECT payer.id, receiver.id, amount, now() - age
  FROM (VALUES ('Household', 'Rent',           950.00, interval '9 days 3 hours'),
               ('Household', 'Savings',        400.00, interval '6 days 7 hours'),
               ('Savings',   'Holiday',        310.75, interval '2 days 5 hours'),
               ('Household', 'Bicycle repair',  64.20, interval '4 hours')
       ) AS first_transfers (payer_name, receiver_name, amount, age)
  JOIN opened payer ON payer.name = payer_name
  JOIN opened receiver ON receiver.name = receiver_name
 ORDER BY age DESC;
