package dev.slipway.repository;

/** Why a pull request can't be merged now. */
public enum MergeObstacle {
    /** Its branch and the base changed the same places. */
    CONFLICT(true),
    /** The base asks for branches that are up to date, and this one is not. */
    BEHIND(true),
    /** Others pushed to its branch after it was verified. */
    MOVED(true),
    /** Somebody closed it. */
    CLOSED(false),
    /** A rule of the repository: a review, a check, a method of merging. */
    NOT_ALLOWED(false);

    private final boolean catchingUpHelps;

    MergeObstacle(boolean catchingUpHelps) {
        this.catchingUpHelps = catchingUpHelps;
    }

    /** Whether bringing the branch up to date may mend it. */
    public boolean catchingUpHelps() {
        return catchingUpHelps;
    }
}
