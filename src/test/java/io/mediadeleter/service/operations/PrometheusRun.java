package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.fixture.FreePorts;
import io.mediadeleter.fixture.WebPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A real Prometheus with the shipped rules, in which time goes thirty times as fast: two minutes of a rule are four seconds. What it looks
 * at may change while it runs. Thread-safe; one closes it.
 */
final class PrometheusRun implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FASTER = 30;
    private static final Pattern DURATION = Pattern.compile("(\\[|for: |offset )(\\d+)([mh])\\b");

    private final Process process;
    private final Path targets;
    private final URI root;

    private PrometheusRun(Process process, Path targets, URI root) {
        this.process = process;
        this.targets = targets;
        this.root = root;
    }

    static PrometheusRun start(Path folder) throws IOException {
        Path targets = Files.createDirectories(folder.resolve("targets"));
        String rules = Files.readString(Path.of("src/main/ops/prometheus/alerts.yml"));
        Files.writeString(folder.resolve("alerts.yml"), faster(rules));
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yml]
                scrape_configs:
                  - job_name: media-deleter
                    file_sd_configs: [{files: [targets/*.json], refresh_interval: 1s}]
                """);
        int port = FreePorts.take(1).get(0);
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--enable-feature=exemplar-storage",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        PrometheusRun started = new PrometheusRun(process, targets, URI.create("http://127.0.0.1:" + port));
        await("Prometheus")
                .ignoreExceptions()
                .until(() -> started.query("vector(1)").size() == 1);
        return started;
    }

    /** The rules with each duration divided; what is a number of seconds, too. */
    private static String faster(String rules) {
        return DURATION.matcher(rules)
                .replaceAll(found -> found.group(1) + seconds(found) + "s")
                .replace("process_uptime_seconds > 900", "process_uptime_seconds > " + 900 / FASTER)
                .replace("])) > 1200", "])) > " + 1_200 / FASTER);
    }

    private static long seconds(MatchResult found) {
        return Long.parseLong(found.group(2)) * (found.group(3).equals("m") ? 60 : 3_600) / FASTER;
    }

    /** From now on these are looked at under this job, and no others. */
    void watch(String job, List<URI> instances) {
        try {
            Path written = Files.createTempFile(targets, job, ".new");
            List<String> addresses = instances.stream().map(URI::getAuthority).toList();
            Files.writeString(
                    written,
                    JSON.writeValueAsString(List.of(Map.of("targets", addresses, "labels", Map.of("job", job)))));
            Files.move(written, targets.resolve(job + ".json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The alerts of a job that have ever fired. */
    Set<String> alerts(String job) {
        String firing = "ALERTS{alertstate=\"firing\",job=\"" + job + "\"}";
        Set<String> names = new TreeSet<>();
        query("last_over_time(" + firing + "[1h])")
                .forEach(series -> names.add(series.at("/metric/alertname").asText()));
        return names;
    }

    /** The series that an expression gives now. */
    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8))
                .at("/data/result");
    }

    /** What an address of its HTTP interface answers. */
    JsonNode get(String path) {
        try {
            String answer = WebPage.text(URI.create(root + path));
            JsonNode parsed = JSON.readTree(answer);
            if (!parsed.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer);
            }
            return parsed;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
