package dev.slipway.activities.toolchain;

import java.util.Locale;

/** This machine's platform, as packages name it. */
final class Platform {
    private Platform() {}

    /** Fills <code>${platform}</code> ({@code linux-x64}) and <code>${go_platform}</code> ({@code linux-amd64}). */
    static String fill(String text) {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return text.replace("${platform}", os + (arm ? "-arm64" : "-x64"))
                .replace("${go_platform}", os + (arm ? "-arm64" : "-amd64"));
    }
}
