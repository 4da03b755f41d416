package dev.slipway.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.run.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells whoever started the worker that it polls: a JSON file that appears whole. */
record ReadyFile(Path path) {
    void write(HostId host, int managementPort, int slots) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("pid", ProcessHandle.current().pid());
        content.put("host", host.value());
        content.put("managementPort", managementPort);
        content.put("slots", slots);
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "ready", ".part");
        Files.writeString(unfinished, new ObjectMapper().writeValueAsString(content));
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
