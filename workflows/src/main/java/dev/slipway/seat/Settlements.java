package dev.slipway.seat;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which runs were counted: one that is settled twice counts once. */
final class Settlements {
    private static final int MOST = 1_000;

    private final Set<String> counted = new LinkedHashSet<>();

    Settlements(List<String> before) {
        counted.addAll(before);
    }

    List<String> carry() {
        return List.copyOf(counted);
    }

    /** Whether this is the first time. */
    boolean first(RunSettled settled) {
        if (!counted.add(step(settled) + settled.session())) {
            return false;
        }
        if (counted.size() > MOST) {
            Iterator<String> oldest = counted.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    /** How many runs of that step were lost and never settled by their own hosts. */
    int lost(RunSettled settled) {
        String step = step(settled);
        long others = counted.stream().filter(one -> one.startsWith(step)).count() - 1;
        return (int) Math.max(0, settled.lostRuns() - others);
    }

    private static String step(RunSettled settled) {
        return settled.lease().fence() + "|" + settled.step() + "|";
    }
}
