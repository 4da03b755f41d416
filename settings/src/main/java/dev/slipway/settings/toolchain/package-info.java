/** Toolchains as data: one YAML file each, those that come with Slipway and the user's own. */
@NullMarked
package dev.slipway.settings.toolchain;

import org.jspecify.annotations.NullMarked;
