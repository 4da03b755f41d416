package dev.slipway.activities.toolchain;

/** Whether a toolchain can be used on this machine. */
public sealed interface ToolchainState {
    /** It can. */
    record Ready() implements ToolchainState {}

    /**
     * It can, once Slipway has put packages into the user's cache.
     *
     * @param what the packages and their versions
     * @param bytes that they take
     * @param how they are brought, and whereto
     */
    record Installable(String what, long bytes, String how) implements ToolchainState {}

    /**
     * It can't: a tool is missing, or too old.
     *
     * @param tool what is missing, with what was found instead
     * @param how a person gets it
     */
    record Missing(String tool, String how) implements ToolchainState {}

    /** Whether builds can use it now. */
    default boolean ready() {
        return this instanceof Ready;
    }
}
