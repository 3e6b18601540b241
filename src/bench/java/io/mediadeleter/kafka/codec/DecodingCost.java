package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading a request and checking it against the schema and the rules, in the two forms that carry it as JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodingCost {

    private static final String REQUEST = "{\"eventId\":\"5f0c1f6e-8f0b-4a53-9a3e-2f6d0a7d4b11\","
            + "\"fileId\":\"5285485487985271487\",\"subAppId\":1500000001,"
            + "\"deleteParts\":[{\"type\":\"TranscodeFiles\",\"definition\":100010},{\"type\":\"OriginalFiles\"}],"
            + "\"requestedBy\":\"catalogue\",\"reason\":\"asked for by its owner\",\"correlationId\":\"c-1\"}";
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"c-1\",\"source\":\"/catalogue\","
            + "\"type\":\"media-delete-requested\",\"datacontenttype\":\"application/json\",\"data\":" + REQUEST + "}";

    private final RequestDecoder decoder = new RequestDecoder(new RequestRules(null, false, Set.of(), false));
    private final Message plain = message(REQUEST, List.of());
    private final Message structured =
            message(EVENT, List.of(new Header("content-type", "application/cloudevents+json".getBytes(UTF_8))));

    /** Both are understood, and as the same request. */
    @Setup
    public void bothAreValid() {
        Content expected = plainJson();
        if (!(expected instanceof Content.Valid) || !expected.equals(structuredCloudEvent())) {
            throw new IllegalStateException(expected + " and " + structuredCloudEvent());
        }
    }

    /** The value is the request. */
    @Benchmark
    public Content plainJson() {
        return decoder.decode(plain);
    }

    /** The value is an envelope around the request. */
    @Benchmark
    public Content structuredCloudEvent() {
        return decoder.decode(structured);
    }

    private static Message message(String value, List<Header> headers) {
        return new Message(null, value.getBytes(UTF_8), headers, Instant.EPOCH);
    }
}
