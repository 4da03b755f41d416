package dev.slipway.starter;

public final class SlipwayMain {
    private SlipwayMain() {}

    public static void main(String[] args) {}
}
