/** The HTTP side of the REST API: routes, credentials, rate limits, pages, entity tags, request log. */
@NullMarked
package dev.slipway.sandbox.http;

import org.jspecify.annotations.NullMarked;
