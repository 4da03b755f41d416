package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.starter.engine.TemporalProgram;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code slipway version}. */
@Command(name = "version", description = "Says which version this is.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        if (output.json()) {
            output.console()
                    .answer(JsonNodeFactory.instance
                            .objectNode()
                            .put("version", version())
                            .put("java", Runtime.version().toString())
                            .put("temporalCli", TemporalProgram.VERSION));
        } else {
            output.console().say("slipway " + version());
            output.console().detail("Java " + Runtime.version());
        }
        return 0;
    }

    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** For {@code slipway --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"slipway " + version()};
        }
    }
}
