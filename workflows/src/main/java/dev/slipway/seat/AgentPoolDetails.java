package dev.slipway.seat;

/** The pool as the Temporal Web UI shows it. */
final class AgentPoolDetails {
    private static final int MOST_ROWS = 40;

    private AgentPoolDetails() {}

    static String of(AgentPoolState state) {
        StringBuilder text = new StringBuilder();
        text.append(state.waiting()).append(" waiting");
        text.append("\n\n| seat | billing | state | leases | runs |\n|---|---|---|---|---|\n");
        for (SeatState seat : state.seats()) {
            text.append("| ").append(seat.seat()).append(" | ").append(seat.billing());
            text.append(" | ").append(seat.phase());
            if (seat.because() != null) {
                text.append(", ").append(seat.because());
            }
            if (seat.until() != null) {
                text.append(" until ").append(seat.until());
            }
            text.append(" | ")
                    .append(seat.leases())
                    .append(" | ")
                    .append(seat.uses())
                    .append(" |\n");
        }
        text.append("\n| budget | used | reserved | cap | resets |\n|---|---|---|---|---|\n");
        int rows = 0;
        for (MeterState meter : state.meters()) {
            if (meter.cap() == null || ++rows > MOST_ROWS) {
                continue;
            }
            text.append("| ").append(meter.name());
            text.append(" | ").append(meter.used().toPlainString());
            text.append(" | ").append(meter.reserved().toPlainString());
            text.append(" | ").append(meter.cap() == null ? "none" : meter.cap().toPlainString());
            text.append(" | ")
                    .append(meter.resetsAt() == null ? "" : meter.resetsAt())
                    .append(" |\n");
        }
        return text.toString();
    }
}
