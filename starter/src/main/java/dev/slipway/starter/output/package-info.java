/** What people and programs see. */
@NullMarked
package dev.slipway.starter.output;

import org.jspecify.annotations.NullMarked;
