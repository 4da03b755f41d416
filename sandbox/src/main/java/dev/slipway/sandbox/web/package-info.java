/** Plain HTML pages behind the html_url links. */
@NullMarked
package dev.slipway.sandbox.web;

import org.jspecify.annotations.NullMarked;
