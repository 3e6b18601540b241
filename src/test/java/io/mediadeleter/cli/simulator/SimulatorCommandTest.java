package io.mediadeleter.cli.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Main;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.simulator.fault.WireFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulatorCommandTest {

    private static final String ENDPOINT = "export MEDIA_DELETER_VOD_ENDPOINT=";
    private static final String LAST_LINE = "/control/state";

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    @Timeout(180)
    void started_servesAndTellsHowToUseItUntilSigterm() throws Exception {
        Process process = start(Map.of(), "--port=0", "--quota=50", "--latency=1ms", "--fault=reset:0.5");

        List<String> lines = announced(process);
        assertThat(lines)
                .contains(
                        "export TENCENTCLOUD_SECRET_ID=sim-4f7c2e91-id",
                        "export TENCENTCLOUD_SECRET_KEY=sim-4f7c2e91-key");
        String endpoint = lines.stream()
                .filter(line -> line.startsWith(ENDPOINT))
                .map(line -> line.substring(ENDPOINT.length()))
                .findFirst()
                .orElseThrow();
        assertThat(WebPage.text(URI.create(endpoint + "/control/state")))
                .contains("\"quota\":50", "\"latency\":\"1ms\"");
        assertThat(WebPage.text(URI.create(endpoint + "/control/faults"))).isEqualTo("{\"faults\":[\"reset:0.5\"]}");

        process.destroy();
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    @Timeout(180)
    void ownKeyPair_isUsedAndNeverPrinted() throws Exception {
        Process process = start(
                Map.of("TENCENTCLOUD_SECRET_ID", "my-own-id", "TENCENTCLOUD_SECRET_KEY", "my-own-key"), "--port=0");

        assertThat(announced(process))
                .anyMatch(line -> line.startsWith(ENDPOINT))
                .noneMatch(line -> line.contains("my-own"));
    }

    /** publish.md says that it does. */
    @Test
    void help_listsAllFaults() {
        String[] described = new CommandLine(new SimulatorCommand(Map.of()))
                .getCommandSpec()
                .findOption("--fault")
                .description();

        assertThat(String.join(" ", described).split("[ ,;]+"))
                .contains(Arrays.stream(WireFault.values()).map(WireFault::text).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--latency=slow     | 20ms-120ms",
                "--fault=tmeout     | not a fault",
                "--fault=reset:2    | probability",
                "--quota=-1         | quota",
                "--port=70000       | port",
                "--sub-app-id=one   | --sub-app-id"
            })
    void misuse_exitsWith2AndExplains(String option, String explanation) {
        Cli cli = Cli.run(Map.of(), "simulator", option).ended(2);

        assertThat(cli.err()).contains(explanation);
    }

    @Test
    void halfAKeyPair_exitsWith2AndNamesBoth() {
        Cli cli = Cli.run(Map.of("TENCENTCLOUD_SECRET_ID", "x"), "simulator", "--port=0")
                .ended(2);

        assertThat(cli.err()).contains("TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY");
    }

    @Test
    void portInUse_exitsWith1AndNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli cli = Cli.run(Map.of(), "simulator", "--port=" + taken.getLocalPort())
                    .ended(1);

            assertThat(cli.err()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private Process start(Map<String, String> keyPair, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "simulator"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("TENCENTCLOUD_"));
        builder.environment().putAll(keyPair);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static List<String> announced(Process process) throws IOException {
        BufferedReader reader = process.inputReader(UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.endsWith(LAST_LINE)) {
                return lines;
            }
        }
        throw new AssertionError("ended too early: " + lines);
    }
}
