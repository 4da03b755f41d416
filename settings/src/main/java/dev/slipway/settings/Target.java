package dev.slipway.settings;

/** Against what a run goes; it decides how strictly the settings of accounts are read. */
public enum Target {
    /** The GitHub that is configured: every variable must be set. */
    GITHUB,
    /** The sandbox ({@code run --sandbox}, a dry run): variables of accounts and owners may be unset. */
    SANDBOX
}
