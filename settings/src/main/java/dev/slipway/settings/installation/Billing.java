package dev.slipway.settings.installation;

/** Whether a seat's dollars are real. */
public enum Billing {
    METERED,
    SUBSCRIPTION
}
