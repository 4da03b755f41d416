/** What models cost by their providers' lists. */
@NullMarked
package dev.slipway.settings.price;

import org.jspecify.annotations.NullMarked;
