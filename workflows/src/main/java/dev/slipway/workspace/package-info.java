/** The port to working trees on hosts. */
package dev.slipway.workspace;
