package dev.slipway.agent;

/** Whether a seat's dollars are real. */
public enum Billing {
    /** Each run is paid for: its dollars count against budgets. */
    METERED,
    /** A flat fee: a run's dollars are what it would have cost by list price, and count against no budget. */
    SUBSCRIPTION
}
