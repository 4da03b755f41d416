/** Measurements that anybody can repeat by one command. */
@NullMarked
package dev.slipway.starter.bench;

import org.jspecify.annotations.NullMarked;
