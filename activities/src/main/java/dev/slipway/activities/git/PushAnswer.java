package dev.slipway.activities.git;

import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * How the remote took a push.
 *
 * @param done whether every ref has its wanted value now
 * @param advertised what the remote had before, zero for what it had not
 * @param said the remote's words about a refusal; empty when done
 */
record PushAnswer(boolean done, Map<String, ObjectId> advertised, String said) {}
