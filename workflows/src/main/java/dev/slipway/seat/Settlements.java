package dev.slipway.seat;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which runs were counted: one that is settled twice counts once. */
final class Settlements {
    private static final int MOST = 1_000;
    private static final int MOST_LOST = 200;

    private final Set<String> counted = new LinkedHashSet<>();
    private final Map<Long, Spent> lost = new TreeMap<>();

    /** What was counted for runs of a lease that is over and of which nobody had said how they ended. */
    record Lost(long fence, Spent counted) {}

    Settlements(List<String> before, @Nullable List<Lost> lost) {
        counted.addAll(before);
        if (lost != null) {
            lost.forEach(one -> this.lost.put(one.fence(), one.counted()));
        }
    }

    List<String> carry() {
        return List.copyOf(counted);
    }

    List<Lost> lost() {
        return lost.entrySet().stream()
                .map(one -> new Lost(one.getKey(), one.getValue()))
                .toList();
    }

    /** A lease is over, and its last runs were counted without their hosts having said anything. */
    void countedAsLost(long fence, Spent as) {
        lost.merge(fence, as, Spent::plus);
        if (lost.size() > MOST_LOST) {
            lost.remove(lost.keySet().iterator().next());
        }
    }

    /** What was counted so, once. */
    Spent counted(long fence) {
        Spent before = lost.remove(fence);
        return before == null ? Spent.NOTHING : before;
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
