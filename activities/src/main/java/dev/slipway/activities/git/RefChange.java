package dev.slipway.activities.git;

import org.eclipse.jgit.lib.ObjectId;

/**
 * One ref of an atomic push.
 *
 * @param expected value that the remote must have; zero where the ref must not exist
 * @param wanted value to set; zero to delete
 */
record RefChange(String name, ObjectId expected, ObjectId wanted) {
    boolean deletes() {
        return wanted.equals(ObjectId.zeroId());
    }
}
