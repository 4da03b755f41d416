package dev.slipway.sandbox.world;

/** Something that the journal keeps: numbered over the whole sandbox, and grouped by what it belongs to. */
public interface Entity {
    /** The number that GitHub's answers call {@code id}. */
    long id();

    /** The repository it belongs to, or 0 for what belongs to none. */
    long scope();
}
