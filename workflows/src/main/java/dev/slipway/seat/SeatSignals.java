package dev.slipway.seat;

/** Names of the signals by which the pool is asked and answers. */
public final class SeatSignals {
    public static final String REQUEST_SEAT = "requestSeat";
    public static final String RELEASE = "release";
    public static final String SETTLE = "settle";
    public static final String CANARY_BEGUN = "canaryBegun";
    public static final String RUN_BEGUN = "runBegun";
    public static final String ANNOUNCE = "announce";
    public static final String SEAT_GRANTED = "seatGranted";
    public static final String SEAT_WAITING = "seatWaiting";

    private SeatSignals() {}
}
