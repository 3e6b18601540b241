package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.SharedClasses;
import io.mediadeleter.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How soon a started instance makes the first call for requests that wait, and the physical memory that it takes at 100
 * requests a second. The group is new, and so joins without waiting for anyone.
 */
final class StartBench implements Benchmark {

    private static final Duration MEASURED = Effort.measured();
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int REQUESTS = 1_000;
    private static final int PER_SECOND = 100;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private static final Jvm SMALL = new Jvm("for a small container", "-Xmx128m");
    private static final Jvm ITS_OWN = new Jvm(
            "its own",
            "-Xmx" + Runtime.getRuntime().maxMemory(),
            "-XX:-UseSerialGC",
            "-XX:TieredStopAtLevel=4",
            "-XX:CompileThresholdScaling=1");

    /**
     * Options of a JVM.
     *
     * @param options to set, or to take back from those that a test's JVM has
     */
    private record Jvm(String name, List<String> options) {

        Jvm(String name, String... options) {
            this(name, List.of(options));
        }

        Jvm with(String name, List<String> more) {
            return new Jvm(name, Stream.concat(options.stream(), more.stream()).toList());
        }

        ChildProcess start(Deployment deployment) {
            return Lab.start(deployment, "one", options.toArray(String[]::new));
        }
    }

    /**
     * What an instance took.
     *
     * @param calls that it made in the meantime
     */
    private record Residence(long bytes, long calls) {}

    @Override
    public void run(Lab lab, Report report) {
        List<Jvm> jvms = List.of(SMALL.with("the same, and the archive of classes", archive()), SMALL, ITS_OWN);
        Map<Jvm, List<Double>> starts = new LinkedHashMap<>();
        for (int round = 0; round < Rounds.REPETITIONS; round++) {
            for (Jvm jvm : jvms) {
                starts.computeIfAbsent(jvm, none -> new ArrayList<>()).add(secondsToCall(lab, jvm));
            }
        }
        report.columns("options of the JVM", "s from start to the first call", "resident MB at most", "at calls/s");
        starts.forEach((jvm, seconds) -> {
            Residence residence = residence(lab, jvm);
            report.row(
                    jvm.name(),
                    new Spread(seconds),
                    Footprint.megabytes(residence.bytes()),
                    Report.round((double) residence.calls() / MEASURED.toSeconds(), 1));
        });
    }

    /** As the image's build makes it: of an instance that worked. */
    private static List<String> archive() {
        List<String> archive = SharedClasses.ofTheJar();
        if (archive.isEmpty()) {
            throw new IllegalStateException("no archive of classes was made");
        }
        return archive;
    }

    private static double secondsToCall(Lab lab, Jvm jvm) {
        try (Simulator simulator = lab.simulator(0, "0ms")) {
            Deployment deployment = lab.deployment("start", simulator);
            deployment.createTopics();
            lab.publish(REQUESTS, number -> Lab.request(deployment.requested(), number));
            Instant started = Instant.now();
            try (ChildProcess instance = jvm.start(deployment)) {
                Lab.waitFor(
                        "the first call",
                        instance,
                        () -> simulator.calls().stats().total() > 0);
                Instant called = simulator.calls().all().get(0).arrivedAt();
                Lab.stop(List.of(instance));
                return Duration.between(started, called).toMillis() / 1e3;
            }
        }
    }

    /** Without a look into its heap, which would enlarge it. */
    @SuppressWarnings("try") // the publisher publishes as long as it is open
    private static Residence residence(Lab lab, Jvm jvm) {
        try (Simulator simulator = lab.simulator(0, "60ms")) {
            Deployment deployment = lab.deployment("resident", simulator);
            deployment.createTopics();
            int total = PER_SECOND * (int) MEASURED.plus(START).toSeconds();
            try (ChildProcess instance = jvm.start(deployment);
                    Publisher publisher = new Publisher(lab, deployment.requested(), PER_SECOND, total)) {
                Lab.waitFor(
                        "the first call",
                        instance,
                        () -> simulator.calls().stats().total() > 0);
                long before = simulator.calls().stats().total();
                long most = mostResident(instance);
                long calls = simulator.calls().stats().total() - before;
                Lab.stop(List.of(instance));
                return new Residence(most, calls);
            }
        }
    }

    /** The most of all looks. */
    private static long mostResident(ChildProcess instance) {
        long most = 0;
        long end = System.nanoTime() + MEASURED.toNanos();
        while (System.nanoTime() < end) {
            Lab.pass(LOOK);
            most = Math.max(most, residentBytes(instance.pid()));
        }
        return most;
    }

    private static long residentBytes(long pid) {
        try {
            Matcher resident =
                    RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status"), UTF_8));
            if (!resident.find()) {
                throw new IllegalStateException("process " + pid + " has ended");
            }
            return 1_024 * Long.parseLong(resident.group(1));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }
}
