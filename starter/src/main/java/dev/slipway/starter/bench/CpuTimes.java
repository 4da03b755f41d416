package dev.slipway.starter.bench;

import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.StackProcesses;
import java.time.Duration;

/**
 * CPU time that the processes of a stack used, their own threads only: agents and builds are processes of their own, and
 * theirs is not counted.
 *
 * @param worker of all workers
 * @param server zero where it is somebody else's
 */
record CpuTimes(Duration worker, Duration server, Duration sandbox) {
    static final CpuTimes NONE = new CpuTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Used since each of them was started. */
    static CpuTimes of(StackProcesses processes) {
        Duration workers =
                processes.workers().stream().map(name -> used(processes, name)).reduce(Duration.ZERO, Duration::plus);
        return new CpuTimes(
                workers,
                processes.hasServer() ? used(processes, DevServer.RECORD) : Duration.ZERO,
                used(processes, SandboxProcess.RECORD));
    }

    CpuTimes plus(CpuTimes other) {
        return new CpuTimes(worker.plus(other.worker), server.plus(other.server), sandbox.plus(other.sandbox));
    }

    CpuTimes minus(CpuTimes earlier) {
        return new CpuTimes(worker.minus(earlier.worker), server.minus(earlier.server), sandbox.minus(earlier.sandbox));
    }

    Duration sum() {
        return worker.plus(server).plus(sandbox);
    }

    private static Duration used(StackProcesses processes, String name) {
        return processes
                .alive(name)
                .flatMap(ProcessRecord::handle)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> CommandFailure.failed(
                        "the CPU time of the " + name + " can't be read: it is gone, or this system does not tell it"));
    }
}
