-- One schema for SQLite and PostgreSQL. What differs is filled in: ${money} keeps amounts exact (NUMERIC, or TEXT where
-- a number with a point would become a floating one), ${time} a point in time, to the millisecond.

-- One row, in slot 1.
CREATE TABLE identity (
    slot BIGINT PRIMARY KEY,
    id TEXT NOT NULL,
    made ${time} NOT NULL
);

CREATE TABLE run (
    workflow_id TEXT NOT NULL,
    run_key TEXT NOT NULL,
    started ${time} NOT NULL,
    ended ${time} NOT NULL,
    kind TEXT NOT NULL,
    batch TEXT NOT NULL,
    project TEXT NOT NULL,
    repository TEXT NOT NULL,
    pull_request TEXT NOT NULL,
    toolchain TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    step TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    cost_usd ${money} NOT NULL,
    account TEXT NOT NULL,
    agent TEXT NOT NULL,
    host TEXT NOT NULL,
    PRIMARY KEY (workflow_id, run_key, started)
);

CREATE INDEX run_ended ON run (ended);

CREATE TABLE step (
    workflow_id TEXT NOT NULL,
    run_key TEXT NOT NULL,
    run_started ${time} NOT NULL,
    name TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    step TEXT NOT NULL,
    started ${time} NOT NULL,
    took_ms BIGINT NOT NULL,
    ok BOOLEAN NOT NULL,
    outcome TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (workflow_id, run_key, run_started, name, attempt)
);

CREATE INDEX step_started ON step (started);

-- Written by the host when the agent has ended, long before its run has.
CREATE TABLE agent_run (
    workflow_id TEXT NOT NULL,
    run_key TEXT NOT NULL,
    step TEXT NOT NULL,
    host TEXT NOT NULL,
    batch TEXT NOT NULL,
    project TEXT NOT NULL,
    task TEXT NOT NULL,
    category TEXT NOT NULL,
    agent TEXT NOT NULL,
    seat TEXT NOT NULL,
    billing TEXT NOT NULL,
    model TEXT NOT NULL,
    outcome TEXT NOT NULL,
    until ${time},
    started ${time} NOT NULL,
    took_ms BIGINT NOT NULL,
    turns BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    tokens_cache_read BIGINT NOT NULL,
    tokens_cache_write BIGINT NOT NULL,
    cost_usd ${money} NOT NULL,
    estimated BOOLEAN NOT NULL,
    PRIMARY KEY (workflow_id, run_key, step, host)
);

CREATE INDEX agent_run_started ON agent_run (started);

CREATE TABLE account_use (
    workflow_id TEXT NOT NULL,
    run_key TEXT NOT NULL,
    run_started ${time} NOT NULL,
    account TEXT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (workflow_id, run_key, run_started, account)
);

CREATE TABLE limit_met (
    id TEXT PRIMARY KEY,
    at ${time} NOT NULL,
    subject TEXT NOT NULL,
    what TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    until ${time},
    text TEXT NOT NULL
);

CREATE INDEX limit_met_at ON limit_met (at);

CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    at ${time} NOT NULL,
    decided_by TEXT NOT NULL,
    what TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT NOT NULL
);

CREATE INDEX decision_at ON decision (at);
