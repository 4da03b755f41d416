/** Something built from nothing, in a repository of its own. */
package dev.slipway.project;
