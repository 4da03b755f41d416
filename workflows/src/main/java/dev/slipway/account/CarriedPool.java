package dev.slipway.account;

/**
 * The pool's state as it goes along through continue-as-new; its fields belong to the pool's implementation.
 */
public record CarriedPool(long nextFence) {}
