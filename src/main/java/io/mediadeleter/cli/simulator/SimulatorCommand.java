package io.mediadeleter.cli.simulator;

import io.mediadeleter.service.Termination;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.request.Credential;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a VOD API on this machine until it is told to stop. Confined to one thread. */
@Command(
        name = "simulator",
        description = {
            "Run a local VOD API that verifies signatures, keeps media, enforces the quota and injects faults.",
            "It answers DeleteMedia and DescribeMediaInfos. A media has an original file, outputs of the templates 100010,"
                    + " 100020 and 100030, and adaptive streams of template 10; the million media that changed last are"
                    + " remembered.",
            "It accepts the key pair in TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY; where these are not set, one of its"
                    + " own, which it prints."
        },
        footer = {
            "",
            "Runs until SIGTERM or Ctrl-C. GET /control/state counts the calls received; POST /control/faults injects"
                    + " failures.",
            "",
            "Examples:",
            "  media-deleter simulator",
            "  media-deleter simulator --latency p50=60ms,p99=300ms --fault InternalError:0.1",
            "  media-deleter simulator --fault ignored:0.01               what verify is to find",
            "  curl http://127.0.0.1:8085/control/faults -d '{\"faults\": [\"timeout:0.5\"]}'"
        },
        showDefaultValues = true)
public final class SimulatorCommand implements Callable<Integer> {

    private static final String SECRET_ID = "TENCENTCLOUD_SECRET_ID";
    private static final String SECRET_KEY = "TENCENTCLOUD_SECRET_KEY";
    private static final Credential DEFAULT_CREDENTIAL = Credential.PRESET.get(0);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 takes a free one.")
    private int port = 8085;

    @Option(
            names = "--quota",
            paramLabel = "CALLS",
            description = "Calls of each action that pass in each second; 0 lets all pass.")
    private int quota = 100;

    @Option(
            names = "--latency",
            paramLabel = "LATENCY",
            description = "60ms, 20ms-120ms (uniform) or p50=60ms,p99=300ms (log-normal).")
    private String latency = "60ms";

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            showDefaultValue = Visibility.NEVER,
            description = {
                "[ACTION/]FAULT[:PROBABILITY][@FILE_ID[xTIMES]]; may be repeated, the first that strikes decides.",
                "ACTION is DeleteMedia or DescribeMediaInfos; both without it.",
                "FAULT is an error code of the API or one of timeout, reset, garbage, truncated, empty,"
                        + " null-request-id, html, lower-case-error, error-outside, absent-without-request-id, http-302,"
                        + " http-403, http-407, http-429, http-500, http-502, http-503, http-504; these delete nothing, unless"
                        + " +applied follows.",
                "With ignored or delayed-30s, DeleteMedia answers with success and deletes nothing, or so much later.",
                "Such as InternalError:0.1, timeout+applied:0.01, InternalError@7447398156998994860x2, ignored:0.01,"
                        + " DescribeMediaInfos/UnauthorizedOperation."
            })
    private List<String> faults = List.of();

    @Option(
            names = "--absent",
            paramLabel = "FILE_ID",
            showDefaultValue = Visibility.NEVER,
            description = "File id of a media that does not exist; may be repeated.")
    private List<String> absent = List.of();

    @Option(
            names = "--sub-app-id",
            paramLabel = "ID",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Sub-application that exists, 0 for calls that name none; may be repeated. Without it, any exists.")
    private List<Long> subAppIds = List.of();

    @Option(names = "--no-auto-create", description = "Only media that were put over the control API exist.")
    private boolean noAutoCreate;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Decides the latencies and the faults that have a probability.")
    private long seed = 1;

    public SimulatorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Serves until SIGTERM, SIGINT or an interrupt; 0 then, and 1 when the address cannot be had. */
    @Override
    public Integer call() {
        try (Simulator simulator = start()) {
            announce(simulator);
            awaitStop();
            return 0;
        } catch (UncheckedIOException unbound) {
            spec.commandLine().getErr().println(unbound.getMessage());
            return 1;
        }
    }

    private Simulator start() {
        try {
            List<FaultRule> rules = faults.stream().map(FaultRule::parse).toList();
            Simulator simulator = Simulator.start(new SimulatorSettings()
                    .address(host, port)
                    .credentials(credentials())
                    .quotaPerSecond(quota)
                    .latency(Latency.parse(latency))
                    .subAppIds(Set.copyOf(subAppIds))
                    .autoCreate(!noAutoCreate)
                    .seed(seed));
            rules.forEach(simulator.faults()::add);
            simulator.media().markAbsent(absent);
            return simulator;
        } catch (IllegalArgumentException misuse) {
            throw new ParameterException(spec.commandLine(), String.valueOf(misuse.getMessage()), misuse);
        }
    }

    private Credential[] credentials() {
        @Nullable String id = environment.get(SECRET_ID);
        @Nullable String key = environment.get(SECRET_KEY);
        if (id == null && key == null) {
            return Credential.PRESET.toArray(Credential[]::new);
        }
        if (id == null || key == null) {
            throw new IllegalArgumentException("set both " + SECRET_ID + " and " + SECRET_KEY + ", or neither of them");
        }
        return new Credential[] {new Credential(id, key)};
    }

    private void announce(Simulator simulator) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("VOD API on " + simulator.uri() + ", quota " + (quota == 0 ? "none" : quota + "/s") + ", latency "
                + latency);
        out.println("export MEDIA_DELETER_VOD_ENDPOINT=" + simulator.uri());
        if (environment.containsKey(SECRET_ID)) {
            out.println("# accepts the key pair in " + SECRET_ID + " and " + SECRET_KEY);
        } else {
            out.println("export " + SECRET_ID + "=" + DEFAULT_CREDENTIAL.secretId());
            out.println("export " + SECRET_KEY + "=" + DEFAULT_CREDENTIAL.secretKey());
        }
        out.println("# look into it: curl " + simulator.uri() + "/control/state");
    }

    private static void awaitStop() {
        CountDownLatch stopped = new CountDownLatch(1);
        Termination.onSignal(stopped::countDown);
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
