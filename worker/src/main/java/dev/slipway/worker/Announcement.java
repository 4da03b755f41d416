package dev.slipway.worker;

import dev.slipway.account.WorkerAnnouncement;

/**
 * What a host says of itself.
 *
 * @param silent how many of its accounts GitHub gave no answer about; to be asked again soon
 */
record Announcement(WorkerAnnouncement said, int silent) {}
