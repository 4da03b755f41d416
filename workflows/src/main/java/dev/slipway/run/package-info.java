/** Names, ids and states that all features share. */
package dev.slipway.run;
