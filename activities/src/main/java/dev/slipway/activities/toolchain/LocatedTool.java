package dev.slipway.activities.toolchain;

import java.nio.file.Path;

/**
 * A tool that was found.
 *
 * @param bin folder that must be on the PATH for it
 * @param root folder that builds must be able to read for it
 */
record LocatedTool(Path bin, Path root) {}
