package dev.slipway.starter.crash;

/** What is killed. */
enum Target {
    /** The worker that has a project in a certain step. */
    WORKER,
    /** The Temporal server. */
    SERVER,
    /** The sandbox: GitHub and the model endpoint. */
    SANDBOX,
    /** All of it at the same time. */
    ALL
}
