package dev.slipway.settings.installation;

/** Whether agents and builds are isolated. */
public enum Isolation {
    /** With bubblewrap where the machine has it; against the real GitHub a machine without it is refused. */
    AUTO,
    /** Bubblewrap or nothing. */
    REQUIRED,
    /** {@code --no-isolation}: said out loud by the user. */
    NONE
}
