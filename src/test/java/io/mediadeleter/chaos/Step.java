package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One step on a request's way, as readers of committed records see it.
 *
 * @param name the outcome of a result, {@link #RETRY} or {@link #DEAD_LETTER}
 * @param attempts made so far
 * @param at when it was written
 */
record Step(Origin origin, String name, int attempts, Instant at) {

    static final String RETRY = "RETRY";
    static final String DEAD_LETTER = "DEAD_LETTER";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a record of one of the deployment's {@link Deployment#outcomes}. */
    static Step of(ConsumerRecord<byte[], byte[]> written, Deployment deployment) {
        Instant at = Instant.ofEpochMilli(written.timestamp());
        if (written.topic().equals(deployment.deleted())) {
            return result(written.value(), at);
        }
        String name = written.topic().equals(deployment.deadLetter()) ? DEAD_LETTER : RETRY;
        Origin origin = Origin.parse(header(written, "md-origin")).orElseThrow();
        return new Step(origin, name, Integer.parseInt(header(written, "md-attempt")), at);
    }

    /** Nothing comes after it. */
    boolean isSettlement() {
        return !name.equals(RETRY);
    }

    private static Step result(byte[] value, Instant at) {
        try {
            JsonNode json = JSON.readTree(value);
            JsonNode source = json.path("source");
            Origin origin = new Origin(
                    source.path("topic").asText(),
                    source.path("partition").asInt(),
                    source.path("offset").asLong());
            return new Step(
                    origin, json.path("outcome").asText(), json.path("attempts").asInt(), at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> written, String name) {
        return new String(written.headers().lastHeader(name).value(), UTF_8);
    }
}
