package dev.slipway.worker;

public final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] args) {}
}
