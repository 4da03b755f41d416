/** Faults on demand: which requests fail, how, and what is kept of the plan over a restart. */
@NullMarked
package dev.slipway.sandbox.fault;

import org.jspecify.annotations.NullMarked;
