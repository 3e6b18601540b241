package io.mediadeleter.ops.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** An answer of the {@link OpsServer}. */
public record Page(int status, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addSerializer(QuotaTerms.class, ToStringSerializer.instance))
            .addMixIn(QuotaSnapshot.class, ShownQuota.class)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** The core's record knows no JSON. */
    private interface ShownQuota {

        @JsonProperty
        int usedByAll();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @SuppressWarnings("UnusedMethod") // Jackson reads its annotation
        Map<String, QuotaTerms> differing();
    }

    /** A file that lies beside this class in the jar. */
    public static Page resource(String name, String contentType) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new Page(
                    200,
                    contentType,
                    new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A record or a map, as JSON; components that are null are left out, times and durations are by ISO 8601. */
    public static Page json(int status, Object body) {
        try {
            return new Page(status, "application/json", Printable.lines(JSON.writeValueAsString(body)) + "\n");
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }

    byte[] gzip() {
        byte[] bytes = bytes();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
