package dev.slipway.sandbox;

public final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) {}
}
