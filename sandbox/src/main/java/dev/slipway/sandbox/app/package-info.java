/** The sandbox's GitHub App: its key, where it is installed, and the tokens of its installations. */
@NullMarked
package dev.slipway.sandbox.app;

import org.jspecify.annotations.NullMarked;
