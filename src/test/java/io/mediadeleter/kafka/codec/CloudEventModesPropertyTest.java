package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The same event in binary and in structured mode is understood alike, or refused alike. */
class CloudEventModesPropertyTest {

    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("specversion", List.of("1.0", "1.0", "1.0", "1.0", "1", "1.0.2", " 1.0", "0.3")),
            Map.entry("id", List.of("c-1", "", " ", "\u00e9", "%41", "\u0001")),
            Map.entry("source", List.of("/test", "urn:a:b", "", ":", "http://[", "a b", "\u00e9")),
            Map.entry("type", List.of("asked", "", "a\u2028b")),
            Map.entry("subject", List.of("", "s")),
            Map.entry(
                    "time",
                    List.of(
                            "2026-11-22T08:15:30Z",
                            "2016-12-31T23:59:60Z",
                            "2026-11-22T08:15:30-00:00",
                            "yesterday",
                            "")),
            Map.entry("dataschema", List.of("http://a/b", "::", "")),
            Map.entry(
                    "datacontenttype",
                    List.of("application/json", "application/vnd.a+json", "TEXT/JSON ; a=b", "text/xml", "", " ")),
            Map.entry("tenant", List.of("a", "", "\u00e9")),
            Map.entry("traceparent", List.of("00-1-2-01")),
            Map.entry("Tenant", List.of("a")),
            Map.entry("my-tenant", List.of("a")),
            Map.entry("", List.of("a")));

    @Property(tries = 3000)
    void sameEvent_isTakenOrRefusedInBothModes(
            @ForAll("events") Map<String, String> attributes, @ForAll boolean base64) {
        Content binary = Records.decode(Records.withHeaders(Records.VALID, headers(attributes)));
        Content structured = Records.decode(Records.withHeaders(
                envelope(attributes, base64), Map.of("content-type", "application/cloudevents+json")));

        assertThat(outcome(structured).replace("$.", "ce_")).isEqualTo(outcome(binary));
    }

    private static String outcome(Content content) {
        return content.match(Object::toString, malformed -> malformed.code() + ": " + malformed.reason());
    }

    private static Map<String, String> headers(Map<String, String> attributes) {
        Map<String, String> headers = new HashMap<>();
        attributes.forEach(
                (name, value) -> headers.put(name.equals("datacontenttype") ? "content-type" : "ce_" + name, value));
        return headers;
    }

    private static String envelope(Map<String, String> attributes, boolean base64) {
        Map<String, Object> members = new LinkedHashMap<>(attributes);
        if (base64) {
            members.put("data_base64", Base64.getEncoder().encodeToString(Records.VALID.getBytes(UTF_8)));
        } else {
            members.put("data", Map.of("eventId", "e-1", "fileId", "7447398156998994860"));
        }
        return Records.json(members);
    }

    @Provide
    Arbitrary<Map<String, String>> events() {
        return Arbitraries.of(VALUES.keySet()).set().map(List::copyOf).flatMap(CloudEventModesPropertyTest::event);
    }

    /** A valid event, with other values or further ones for some attributes. */
    private static Arbitrary<Map<String, String>> event(List<String> changed) {
        Arbitrary<Map<String, String>> event =
                Arbitraries.just(Map.of("specversion", "1.0", "id", "c-1", "source", "/test", "type", "asked"));
        for (String name : changed) {
            Arbitrary<String> values = Arbitraries.of(VALUES.getOrDefault(name, List.of()));
            event = event.flatMap(before -> values.map(value -> {
                Map<String, String> after = new HashMap<>(before);
                after.put(name, value);
                return after;
            }));
        }
        return event;
    }
}
