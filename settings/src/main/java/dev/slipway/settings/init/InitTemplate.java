package dev.slipway.settings.init;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Commented files to start from. */
public enum InitTemplate {
    /** {@code slipway.yaml}: two projects that can be run at once, and every key as a comment. */
    WORK("slipway.yaml"),
    /** {@code config.yaml}: nothing set, and every key as a comment. */
    INSTALLATION("config.yaml");

    private final String fileName;

    InitTemplate(String fileName) {
        this.fileName = fileName;
    }

    /** Its usual name. */
    public String fileName() {
        return fileName;
    }

    /** The whole file. */
    public String text() {
        String resource = "/init/" + fileName;
        try (InputStream in = InitTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource, e);
        }
    }
}
