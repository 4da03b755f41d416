/** What /_sandbox tells: contents, tokens, requests and the counts benchmarks are judged by. */
@NullMarked
package dev.slipway.sandbox.inspection;

import org.jspecify.annotations.NullMarked;
