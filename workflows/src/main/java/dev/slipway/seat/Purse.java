package dev.slipway.seat;

import dev.slipway.agent.Billing;
import dev.slipway.agent.WorkCategory;
import dev.slipway.run.Priority;

/**
 * Out of which budgets and windows a run is paid.
 *
 * @param requester workflow id: names project or task, and its batch
 */
record Purse(String requester, Billing billing, WorkCategory category, Priority priority) {
    private static final String PROJECT = "project/";
    private static final String TASK = "task/";

    /** The batch's name; empty where the work belongs to none. */
    String batch() {
        int slash = requester.indexOf('/', PROJECT.length());
        return requester.startsWith(PROJECT) && slash > 0 ? requester.substring(PROJECT.length(), slash) : "";
    }

    /** {@code project/<batch>/<name>} or {@code task/…}; empty for any other workflow. */
    String work() {
        return requester.startsWith(PROJECT) || requester.startsWith(TASK) ? requester : "";
    }

    boolean metered() {
        return billing == Billing.METERED;
    }

    boolean urgent() {
        return priority == Priority.URGENT;
    }

    static boolean isTask(String work) {
        return work.startsWith(TASK);
    }
}
