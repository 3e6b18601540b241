package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.vod.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Some instances in trouble, which a Prometheus watches under a job of their own. Confined to one thread. */
final class WatchedGroup implements AutoCloseable {

    final ServiceRig rig;
    private final PrometheusRun prometheus;
    private final KafkaFixture kafka;
    private final String job;
    private final List<URI> pages = new ArrayList<>();
    private int requested;

    WatchedGroup(PrometheusRun prometheus, KafkaFixture kafka, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("MEDIA_DELETER_QUOTA_MODE", "group"); // before the topics are made
        rig = new ServiceRig(kafka, all);
        this.prometheus = prometheus;
        this.kafka = kafka;
        job = group();
    }

    private String group() {
        return rig.settings("x").kafka().groupId();
    }

    WatchedGroup instance(String name) {
        return add(rig.startWithPages(name));
    }

    WatchedGroup instance(String name, Keys key) {
        return add(rig.startWithPages(name, key));
    }

    /** One that never comes to know what is held. */
    WatchedGroup instanceThatKnowsTooLittle(String name) {
        pages.add(rig.startWithPages(name));
        prometheus.watch(job, pages);
        return this;
    }

    WatchedGroup two() {
        return instance("a").instance("b");
    }

    private WatchedGroup add(URI page) {
        pages.add(page);
        prometheus.watch(job, pages);
        await("a look at " + page)
                .until(() -> prometheus
                                .query("media_deleter_control_leased{job=\"" + job + "\"} == 1")
                                .size()
                        == pages.size());
        return this;
    }

    WatchedGroup requests(int count) {
        rig.requestAll(IntStream.range(0, count).mapToObj(i -> String.valueOf(8_000_000_000_000_000L + requested++)));
        return this;
    }

    /** The same, published so long ago. */
    WatchedGroup oldRequests(int count, Duration age) {
        kafka.produce(Stream.generate(() -> requested++)
                .limit(count)
                .map(i -> new ProducerRecord<byte[], byte[]>(
                        rig.topics().requested(),
                        null,
                        Instant.now().minus(age).toEpochMilli(),
                        null,
                        ("{\"eventId\":\"o" + i + "\",\"fileId\":\"" + (83_000_000L + i) + "\"}").getBytes(UTF_8)))
                .toList());
        return this;
    }

    /** Waits until the engine of this instance has ended; as its process would, its pages end then, too. */
    WatchedGroup endsWithItsProcess(int place) {
        await("the end of an instance")
                .until(() -> WebPage.text(pages.get(place).resolve("/status")).contains("\"FAILED\""));
        rig.endPages(place);
        return this;
    }

    /** Waits until each of these has fired; no other has. */
    void fires(String... alerts) {
        Set<String> names = Set.of(alerts);
        await("alerts of " + job)
                .atMost(Patience.LIMIT.multipliedBy(3))
                .untilAsserted(() -> assertThat(prometheus.alerts(job)).containsAll(names));
        for (DashboardPanel panel : panels()) {
            panel.of(job, group()).forEach(prometheus::query); // none is refused, whatever the situation
        }
        assertThat(prometheus.alerts(job)).containsExactlyInAnyOrder(alerts);
    }

    /** The largest value that a panel has. */
    double shows(String title) {
        DashboardPanel panel = panels().stream()
                .filter(one -> one.title().equals(title))
                .findFirst()
                .orElseThrow();
        double largest = Double.NaN;
        for (JsonNode series : prometheus.query(panel.of(job, group()).get(0))) {
            double value = Double.parseDouble(series.path("value").path(1).asText());
            largest = Double.isNaN(largest) ? value : Math.max(largest, value);
        }
        return largest;
    }

    void showsSoon(String title, double value) {
        await(title).until(() -> shows(title) == value);
    }

    List<String> emptyPanels() {
        return panels().stream()
                .flatMap(panel -> panel.of(job, group()).stream()
                        .filter(expression -> prometheus.query(expression).isEmpty())
                        .map(expression -> panel.title() + ": " + expression))
                .toList();
    }

    private static List<DashboardPanel> panels() {
        try {
            return DashboardPanel.all();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Looks for so many rounds of the rules, in which nothing is to happen. */
    WatchedGroup lookOn(int rounds) {
        Instant from = Instant.now();
        await("some rounds of the rules")
                .until(() -> prometheus
                                .query("timestamp(up{job=\"" + job + "\"}) > " + (from.getEpochSecond() + rounds))
                                .size()
                        > 0);
        return this;
    }

    @Override
    public void close() {
        prometheus.watch(job, List.of());
        rig.close();
    }
}
