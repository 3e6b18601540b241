package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.Origin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Turns a result into the record that readers get: plain JSON by {@code media-deleted.schema.json}, with the headers of
 * a CloudEvent in binary mode. The same result gives the same bytes, whoever encodes it. Thread-safe.
 */
public final class ResultEncoder {

    /** The CloudEvents type of a result. */
    public static final String TYPE = "io.mediadeleter.media-deleted.v1";

    /**
     * The namespace of result ids, which are UUIDs of version 5 over the origin's text. It is itself the version 5 UUID of
     * the URL {@code urn:mediadeleter:results} and never changes: ids tell readers which results are repeats.
     */
    public static final UUID NAMESPACE = UUID.fromString("b7ae27f3-0f40-5c9b-a452-182362e502fa");

    private final NameBasedGenerator ids = Generators.nameBasedGenerator(NAMESPACE);
    private final ObjectMapper json = new ObjectMapper();
    private final String source;
    private final String group;

    /** An encoder that names this consumer group as the source. */
    public ResultEncoder(String group) {
        this.source = URI.create("/media-deleter/" + group).toString();
        this.group = group;
    }

    /** The consumer group that the results are of. */
    public String group() {
        return group;
    }

    /**
     * The record's value and headers.
     *
     * @param value JSON, UTF-8
     * @param headers the CloudEvent's, then those that the request passes on
     */
    @SuppressWarnings("ArrayRecordComponent") // handed straight to a producer, never compared
    public record Encoded(byte[] value, List<Header> headers) {}

    /**
     * Encodes a result.
     *
     * @param evidence what its own request says of itself
     * @param requestHeaders the request's; its {@code content-type}, {@code md-*} and {@code ce_*} are not passed on, but for
     *     the trace that a CloudEvent tells
     */
    public Encoded encode(MediaDeleted result, Evidence evidence, List<Header> requestHeaders) {
        String eventId = eventId(result.source()).toString();
        ResultJson body = ResultJson.of(eventId, group, result, evidence);
        List<Header> headers = new ArrayList<>();
        headers.add(attribute("specversion", "1.0"));
        headers.add(attribute("id", eventId));
        headers.add(attribute("source", source));
        headers.add(attribute("type", TYPE));
        headers.add(header(Header.CONTENT_TYPE, "application/json"));
        headers.add(attribute("subject", result.request().media().fileId()));
        headers.add(attribute("time", body.deletedAt()));
        requestHeaders.stream().filter(ResultEncoder::passesOn).forEach(headers::add);
        traceOf(requestHeaders).forEach((name, text) -> headers.add(new Header(name, text)));
        return new Encoded(json(body), List.copyOf(headers));
    }

    private static Header attribute(String name, String value) {
        return header(Header.EVENT_PREFIX + name, value);
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    /** The id of the result of the request that was first written at {@code origin}. */
    public UUID eventId(Origin origin) {
        return ids.generate(origin.toString().getBytes(UTF_8));
    }

    private byte[] json(ResultJson result) {
        try {
            return json.writeValueAsBytes(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result of valid text and numbers has no JSON", e);
        }
    }

    /** One header for each attribute, as a CloudEvent has it; of a request that names one twice and is refused, no result. */
    private static Map<String, byte[]> traceOf(List<Header> requestHeaders) {
        Map<String, byte[]> trace = new TreeMap<>();
        for (Header header : requestHeaders) {
            if (TraceAttributes.isAttribute(header.name()) && header.value() != null) {
                trace.put(header.name(), header.value());
            }
        }
        return trace;
    }

    private static boolean passesOn(Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return !name.startsWith(Header.EVENT_PREFIX)
                && !name.startsWith(Header.OWN_PREFIX)
                && !name.equals(Header.CONTENT_TYPE);
    }
}
