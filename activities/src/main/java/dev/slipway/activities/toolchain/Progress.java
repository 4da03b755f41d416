package dev.slipway.activities.toolchain;

/** Told how an installation goes. */
public interface Progress {
    /**
     * It begins.
     *
     * @param what packages and versions
     * @param bytes that they will take on disk
     */
    void begins(String what, long bytes);

    /** A line of the installing tool's output. */
    void says(String line);

    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void begins(String what, long bytes) {}

        @Override
        public void says(String line) {}
    };
}
