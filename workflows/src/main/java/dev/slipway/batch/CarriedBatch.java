package dev.slipway.batch;

/**
 * The batch's state as it goes along through continue-as-new; its fields belong to the batch's implementation.
 */
public record CarriedBatch(int started) {}
