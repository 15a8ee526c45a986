CREATE TABLE parcels (
    number text PRIMARY KEY,
    status text NOT NULL,
    seen_at timestamptz NOT NULL
);
