package dev.slipway.starter.bench;

import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.stack.StackProcesses;
import java.util.List;
import java.util.Optional;

/** The agents that run, by the process table: what a worker says of itself is not asked. */
record AgentProcesses(StackProcesses processes) {
    /** In the command line of each of the sandbox's agents, and of what isolates it. */
    private static final String AGENT = "dev.slipway.sandbox.";

    /** Their command lines, one for each agent. */
    List<String> commands() {
        return processes.workers().stream()
                .flatMap(name -> processes.alive(name).stream())
                .map(ProcessRecord::pid)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(ProcessHandle::descendants)
                // The agent itself; those that isolate it have children.
                .filter(process -> process.children().findAny().isEmpty())
                .map(process -> process.info().commandLine())
                .flatMap(Optional::stream)
                .filter(command -> command.contains(AGENT))
                .toList();
    }
}
