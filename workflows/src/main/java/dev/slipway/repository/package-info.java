/** The port to GitHub's repositories and pull requests. */
package dev.slipway.repository;
