/** The port to coding agents. */
package dev.slipway.agent;
